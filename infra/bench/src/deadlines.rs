//! What deadlines of approvals cost as ever more of them are open.

mod seed;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use approvals::process::Process;
use approvals::views::{deadlines, workload};
use entrepot_aws::{Meter, Usage};
use entrepot_local::engine::{Engine as Embedded, Folder};
use kernel::reaction::AnySchedule;
use kernel::settings::Jurisdiction;
use kernel::{Aggregate, Catalogue, Currency, Moment, Settings};
use runtime::ports::Clock;
use runtime::tick::tick_tenant;
use runtime::{Engine, Ports};

use crate::report::{Section, Table};
use crate::stats::{grouped, hundredths, ms};
use crate::{Failed, Plan, world};
use seed::Opened;

static CATALOGUES: &[&Catalogue] = &[&approvals::CATALOGUE];
/// Deadlines that are open.
const SIZES: [u64; 2] = [1_000, 100_000];
/// Of them, how many are due at once.
const DUE: u64 = 10;
/// A Monday at ten in the morning, and an hour later, where the tenant is.
const OPENED_AT: [&str; 2] = ["2026-11-23T07:00:00Z", "2026-11-23T08:00:00Z"];
const MINUTE_MS: i64 = 60_000;
/// The sweep leaves the timer two minutes.
const SWEPT_AFTER_MS: i64 = 3 * MINUTE_MS;
const TIMER: &str = "approvals.fire-deadlines-every-minute";
const SWEEP: &str = "approvals.sweep-deadlines";

/// Amounts of approvals are ruled in roubles.
fn settings() -> Settings {
    Settings { jurisdiction: Jurisdiction::RU, time_zone: chrono_tz::Europe::Moscow, currency: Currency::RUB, ..world::settings() }
}

/// The hands of the clock are set.
struct Hands(Mutex<Moment>);

impl Clock for Hands {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The pipeline at a time that is set, counted and not.
struct World {
    plain: Engine,
    metered: Engine,
    meter: Arc<Meter>,
    hands: Arc<Hands>,
}

impl World {
    fn new(embedded: &Embedded) -> Result<Self, Failed> {
        let (meter, hands) = (Arc::new(Meter::default()), Arc::new(Hands(Mutex::new(OPENED_AT[0].parse()?))));
        let timed = |engine: Engine| {
            let clock: Arc<dyn Clock> = Arc::<Hands>::clone(&hands);
            Engine { ports: Ports { clock, tenants: world::tenants(settings()), ..engine.ports }, ..engine }
        };
        Ok(Self {
            plain: timed(world::engine(CATALOGUES, embedded, embedded.table())),
            metered: timed(world::engine(CATALOGUES, embedded, embedded.table().metered(Arc::clone(&meter)))),
            meter,
            hands,
        })
    }

    fn set(&self, now: Moment) {
        *self.hands.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// One tick of a schedule, counted.
    async fn tick(&self, schedule: &str) -> Result<(Usage, Duration), Failed> {
        let schedule = find(schedule)?;
        // A function that has just started asks once which build of a view serves; a warm one knows.
        for rows in [deadlines::due(self.hands.now(), 1), workload::open()] {
            self.metered.ports.views.page(&world::tenant()?, &rows).await?;
        }
        let (before, started) = (self.meter.usage(), Instant::now());
        tick_tenant(&self.metered, schedule, &world::tenant()?).await?;
        Ok((self.meter.usage().since(before), started.elapsed()))
    }
}

fn find(name: &str) -> Result<&'static dyn AnySchedule, Failed> {
    let found = approvals::CATALOGUE.schedules.iter().copied().find(|schedule| schedule.spec().name == name);
    found.ok_or_else(|| format!("no schedule {name}").into())
}

/// Measures the part.
///
/// # Errors
/// When something fails, or what is due was not done.
pub async fn measure(plan: Plan) -> Result<Section, Failed> {
    let mut table = Table::new(&["open", "tick", "due", "calls", "read units", "write units", "ms"]);
    let sizes = if plan.is_short { &SIZES[..1] } else { &SIZES[..] };
    for &size in sizes {
        eprintln!("bench:   {size} deadlines");
        let folder = Folder::temporary()?;
        let embedded = Embedded::on_disk(&folder.path().join("data")).await?;
        of_size(&embedded, size, &mut table).await?;
        embedded.stop();
    }
    Ok(Section {
        name: "deadlines",
        title: "Deadlines of approvals",
        text: TEXT.to_owned(),
        tables: vec![(String::new(), table)],
        notes: vec![NOTE.to_owned()],
    })
}

async fn of_size(embedded: &Embedded, size: u64, table: &mut Table) -> Result<(), Failed> {
    let world = World::new(embedded)?;
    seed::appoint(&world.plain).await?;
    seed::rows(embedded, size.saturating_sub(DUE.saturating_mul(2)))?;
    let mut groups = Vec::new();
    for (group, at) in OPENED_AT.iter().enumerate() {
        world.set(at.parse()?);
        groups.push(seed::open(&world.plain, group, DUE).await?);
    }
    let [by_timer, by_sweep] = groups.as_slice() else { return Err("two groups are opened".into()) };
    seed::check(&world.plain, size).await?;
    let mut row = |tick: &str, due: u64, (used, took): (Usage, Duration)| {
        let reads = hundredths(used.read_half_units, 2u64);
        table.row([grouped(size), tick.to_owned(), grouped(due), grouped(used.calls), reads, grouped(used.write_units), ms(took)]);
    };
    row("every minute", 0, world.tick(TIMER).await?);
    world.set(by_timer.due_at);
    row("every minute", DUE, world.tick(TIMER).await?);
    fired(&world, by_timer).await?;
    world.set(by_timer.due_at.plus_ms(SWEPT_AFTER_MS));
    row("sweep, nothing was missed", 0, world.tick(SWEEP).await?);
    world.set(by_sweep.due_at.plus_ms(SWEPT_AFTER_MS));
    row("sweep, the timer missed all", DUE, world.tick(SWEEP).await?);
    fired(&world, by_sweep).await
}

/// Everything that was due has its next deadline, which the view is told of.
async fn fired(world: &World, opened: &Opened) -> Result<(), Failed> {
    for &process in &opened.processes {
        let stream = Process::stream(process);
        if seed::due_of(&world.plain, process).await?.is_none_or(|due| due <= opened.due_at) {
            return Err("what was due was not done".into());
        }
        world::project(&world.plain, &stream).await?;
    }
    Ok(())
}

const TEXT: &str = "\
Orders wait for their approvers; each has a time at which something is due next: a reminder, a warning, an escalation. A timer looks every minute at what is due, \
a sweep every quarter of an hour at what the timer has missed for two minutes. Ten processes are due at once, then ten others that only the sweep finds; \
they were opened by the command that opens them in life, at a clock that is set. Of the others only the row in the index of deadlines is there, which is all that a tick can meet of them. \
What is due is done by commands: each loads the process, the roster, the channel and the approvers' loads, and appends a notice. A reading of the index is one call of half a unit when nothing is due.";
const NOTE: &str =
    "The aim is that a tick costs what is due, not what is open: calls and units of the same tick must not differ between the sizes.";
