//! Makes a view anew from the commits while its old rows serve.
//!
//! 1. *Announce.* The view's generations say that the next one is being built. From then on
//!    [`project`](crate::deliver::project) writes the serving generation and the new one.
//! 2. *Build.* Every stream whose commits feed the view is projected into the new generation
//!    from its first commit, by the same path that deliveries take. Nothing is missed:
//!    a delivery asks for the generations after its commit was made, and asks consistently, so
//!    a commit that was delivered to the serving generation alone was in the store before the
//!    announcement, and the walk finds it there. Nothing counts twice: each generation has its
//!    own position for each stream. The list of streams is an index that lags behind a little,
//!    so the walk waits for [`Settle::index_lag`] first.
//! 3. *Flip.* The new generation serves. In the same write the old one becomes the one that
//!    is retired; projections leave it alone from now on.
//! 4. *Retire.* Pages may still be read from the old generation by those who go by what they
//!    knew of it, for [`GENERATIONS_KEPT`]. After [`Settle::readers`] nobody does, and the old
//!    rows are deleted with their positions: each stream is projected once more, without
//!    writing, to learn in which partitions it has rows, and these partitions are emptied.
//!    Whole partitions, because the code that put the rows there may have chosen other sort
//!    keys. A partition that only an older projection knew keeps its rows. Nobody can
//!    read them, since no number of a generation is used twice.
//!
//! A rebuild has one runner, who renews its claim while it works. When it dies, the claim
//! runs out, and the next call goes on after the last streams that were finished. A call that
//! goes on does so with the projections of its own code: when a deployment came in between,
//! rebuild once more.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::view::{AnyView, Change};
use kernel::{Moment, StreamKey, TenantId};
use tokio::task::JoinSet;
use tokio::time::Instant;
use uuid::Uuid;

use crate::deliver::project_into;
use crate::engine::Engine;
use crate::fault::Fault;
use crate::ports::{GENERATIONS_KEPT, Generation, Generations, ProjectionKey, Rebuild, Stage};

/// Streams under way at once: enough that waiting for the store does not dominate, few enough
/// that the table serves commands as before. Progress is noted after each such group.
const STREAMS_AT_ONCE: usize = 10;
/// How long a runner may be silent before another takes over: less than the minute after
/// which Lambda starts a failed invocation again.
const CLAIM_MS: i64 = 45_000;
/// How often a runner renews its claim: one renewal may fail and the next is in time.
const RENEW_EVERY: Duration = Duration::from_secs(15);
/// How much an index lags at most: within a second as a rule, and AWS promises nothing.
const INDEX_LAG: Duration = Duration::from_secs(10);
/// How long a page may take that was begun with an old generation, SDK retries included.
const PAGE_TIME: Duration = Duration::from_secs(10);

/// How long a rebuild waits for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settle {
    /// Before streams are listed, for the index that lists them.
    pub index_lag: Duration,
    /// Before old rows go, for those who read them. Longer than [`GENERATIONS_KEPT`].
    pub readers: Duration,
}

impl Default for Settle {
    fn default() -> Self {
        Self { index_lag: INDEX_LAG, readers: GENERATIONS_KEPT.saturating_add(PAGE_TIME) }
    }
}

/// What a rebuild has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// The generation that serves now.
    pub serving: Generation,
    /// Streams that this run projected into it.
    pub streams: u64,
    /// It finished what another run had begun.
    pub resumed: bool,
}

/// Why a view was not rebuilt. The old rows serve, or the new ones; never a mixture.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// No projection of the catalogues feeds such a view.
    #[error("no projection feeds a view {0:?}")]
    UnknownView(String),
    /// Another rebuild of the view has the claim until then.
    #[error("another rebuild runs, until {} unless it goes on", .0.unix_ms())]
    Running(Moment),
    /// This run was silent for so long that another took over.
    #[error("another rebuild took over")]
    Overtaken,
    /// The machinery failed. Calling again goes on.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<RebuildError> for Fault {
    fn from(error: RebuildError) -> Self {
        match error {
            RebuildError::Fault(fault) => fault,
            RebuildError::UnknownView(_) => Fault::lasting("rebuild a view").because(error),
            RebuildError::Running(_) | RebuildError::Overtaken => Fault::passing("rebuild a view", error),
        }
    }
}

/// Rebuilds one view of one tenant, or goes on with a rebuild whose runner has died.
///
/// # Errors
/// When there is no such view, another rebuild of it runs, or the machinery fails. The view
/// can be read all the time.
pub async fn rebuild(engine: &Engine, tenant: &TenantId, view: &str, settle: Settle) -> Result<Rebuilt, RebuildError> {
    let views = engine.catalogues.iter().flat_map(|catalogue| catalogue.views.iter().copied());
    let projections: Vec<&'static dyn AnyView> = views.filter(|projection| projection.spec().view == view).collect();
    if projections.is_empty() {
        return Err(RebuildError::UnknownView(view.to_owned()));
    }
    let mut run = Run::claim(engine, tenant, view, projections).await?;
    let outcome = run.finish(settle).await;
    if outcome.is_err() {
        run.release().await;
    }
    outcome
}

/// Partitions of the retired generation that are empty, or that a stream of this run is emptying.
type Emptied = Arc<Mutex<HashSet<String>>>;

struct Run {
    engine: Engine,
    tenant: TenantId,
    view: String,
    projections: Vec<&'static dyn AnyView>,
    runner: Uuid,
    /// As stored; only the runner changes it.
    kept: Generations,
    resumed: bool,
    streams: u64,
}

impl Run {
    async fn claim(engine: &Engine, tenant: &TenantId, view: &str, projections: Vec<&'static dyn AnyView>) -> Result<Self, RebuildError> {
        let found = engine.ports.views.generations(tenant, view).await?;
        let now = engine.ports.clock.now();
        let (stage, walked) = match &found.rebuild {
            Some(other) if other.until > now => return Err(RebuildError::Running(other.until)),
            Some(dead) => (dead.stage, dead.walked.clone()),
            None => (Stage::Building, None),
        };
        let (runner, until) = (engine.ports.ids.fresh(), now.plus_ms(CLAIM_MS));
        let kept = Generations { serving: found.serving, rebuild: Some(Rebuild { stage, walked, runner, until }) };
        if !engine.ports.views.change_generations(tenant, view, &found, &kept).await? {
            return Err(RebuildError::Running(until));
        }
        let resumed = found.rebuild.is_some();
        tracing::info!(tenant = %tenant, view, resumed, serving = kept.serving, "a rebuild begins");
        Ok(Self { engine: engine.clone(), tenant: tenant.clone(), view: view.to_owned(), projections, runner, kept, resumed, streams: 0 })
    }

    /// Lets others go on at once.
    async fn release(&mut self) {
        let walked = self.kept.rebuild.as_ref().and_then(|rebuild| rebuild.walked.clone());
        let Some(stage) = self.kept.rebuild.as_ref().map(|rebuild| rebuild.stage) else { return };
        let until = self.engine.ports.clock.now();
        let rebuild = Some(Rebuild { stage, walked, runner: self.runner, until });
        // Not vital: the claim runs out by itself.
        if let Err(error) = self.change(Generations { serving: self.kept.serving, rebuild }).await {
            tracing::debug!(%error, "the claim of a rebuild was not released");
        }
    }

    async fn finish(&mut self, settle: Settle) -> Result<Rebuilt, RebuildError> {
        if let Some(building) = self.kept.building() {
            self.wait(settle.index_lag).await?;
            self.walk(Stage::Building, building).await?;
            self.go_on(building, Stage::Retiring, None).await?;
            tracing::info!(tenant = %self.tenant, view = self.view, serving = building, "a rebuilt view serves");
        }
        let serving = self.kept.serving;
        if let Some(retiring) = self.kept.retiring() {
            self.wait(settle.readers).await?;
            self.walk(Stage::Retiring, retiring).await?;
        }
        self.change(Generations { serving, rebuild: None }).await?;
        Ok(Rebuilt { serving, streams: self.streams, resumed: self.resumed })
    }

    /// Takes every stream of every kind that feeds the view through a stage, from where the
    /// runner before has stopped.
    async fn walk(&mut self, stage: Stage, generation: Generation) -> Result<(), RebuildError> {
        let kinds: BTreeSet<&'static str> = self.projections.iter().map(|projection| projection.aggregate()).collect();
        let start = self.kept.rebuild.as_ref().and_then(|rebuild| rebuild.walked.clone());
        let emptied = Emptied::default();
        for kind in kinds {
            let mut after = match &start {
                Some(walked) if walked.kind.as_str() > kind => continue,
                Some(walked) if walked.kind == kind => Some(walked.id.clone()),
                Some(_) | None => None,
            };
            loop {
                let page = self.engine.ports.store.streams(&self.tenant, kind, after.as_deref()).await?;
                for ids in page.chunks(STREAMS_AT_ONCE) {
                    let streams: Vec<StreamKey> = ids.iter().map(|id| StreamKey { kind: kind.to_owned(), id: id.clone() }).collect();
                    self.take(stage, generation, &streams, &emptied).await?;
                    self.go_on(self.kept.serving, stage, streams.last().cloned()).await?;
                }
                match page.last() {
                    Some(last) => after = Some(last.clone()),
                    None => break,
                }
            }
        }
        Ok(())
    }

    async fn take(&mut self, stage: Stage, generation: Generation, streams: &[StreamKey], emptied: &Emptied) -> Result<(), RebuildError> {
        let mut tasks = JoinSet::new();
        for stream in streams.iter().cloned() {
            let of_kind = self.projections.iter().copied().filter(|projection| projection.aggregate() == stream.kind);
            let (engine, tenant, projections) = (self.engine.clone(), self.tenant.clone(), of_kind.collect::<Vec<_>>());
            let emptied = Arc::clone(emptied);
            tasks.spawn(async move {
                for projection in projections {
                    match stage {
                        Stage::Building => project_into(&engine, projection, &tenant, &stream, generation).await?,
                        Stage::Retiring => retire(&engine, projection, &tenant, &stream, generation, &emptied).await?,
                    }
                }
                Ok(())
            });
        }
        self.done(tasks).await?;
        if stage == Stage::Building {
            self.streams = self.streams.saturating_add(u64::try_from(streams.len()).unwrap_or(u64::MAX));
        }
        Ok(())
    }

    async fn wait(&mut self, time: Duration) -> Result<(), RebuildError> {
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            tokio::time::sleep(time).await;
            Ok(())
        });
        self.done(tasks).await
    }

    /// Waits for tasks, and renews the claim meanwhile. The first failure ends the others:
    /// each of their writes is whole or not there.
    async fn done(&mut self, mut tasks: JoinSet<Result<(), Fault>>) -> Result<(), RebuildError> {
        let mut renewals = tokio::time::interval_at(Instant::now() + RENEW_EVERY, RENEW_EVERY);
        loop {
            tokio::select! {
                ended = tasks.join_next() => match ended {
                    None => return Ok(()),
                    Some(result) => result.map_err(|error| Fault::lasting("rebuild a stream").because(error))??,
                },
                _ = renewals.tick() => {
                    let rebuild = self.kept.rebuild.clone();
                    let (stage, walked) = rebuild.map_or((Stage::Building, None), |rebuild| (rebuild.stage, rebuild.walked));
                    self.go_on(self.kept.serving, stage, walked).await?;
                }
            }
        }
    }

    /// Notes how far the rebuild is, and renews the claim.
    async fn go_on(&mut self, serving: Generation, stage: Stage, walked: Option<StreamKey>) -> Result<(), RebuildError> {
        let until = self.engine.ports.clock.now().plus_ms(CLAIM_MS);
        self.change(Generations { serving, rebuild: Some(Rebuild { stage, walked, runner: self.runner, until }) }).await
    }

    async fn change(&mut self, next: Generations) -> Result<(), RebuildError> {
        if !self.engine.ports.views.change_generations(&self.tenant, &self.view, &self.kept, &next).await? {
            return Err(RebuildError::Overtaken);
        }
        self.kept = next;
        Ok(())
    }
}

/// Empties the partitions in which a stream has rows.
async fn retire(
    engine: &Engine,
    projection: &'static dyn AnyView,
    tenant: &TenantId,
    stream: &StreamKey,
    generation: Generation,
    emptied: &Emptied,
) -> Result<(), Fault> {
    let spec = projection.spec();
    let history = engine.ports.store.load_from(tenant, stream, projection.snapshot_schema(), 0).await?;
    let mut partitions = BTreeSet::new();
    for change in projection.project(tenant, &stream.id, 0, &history)?.into_iter().flat_map(|projected| projected.changes) {
        match change {
            Change::Put(row) => partitions.insert(row.key.partition),
            Change::Delete(key) => partitions.insert(key.partition),
            Change::Add(addition) => partitions.insert(addition.key.partition),
        };
    }
    // Marked before they are empty: a group is done when all of it is, and begun again otherwise.
    let mine: Vec<String> = {
        let mut emptied = emptied.lock().unwrap_or_else(PoisonError::into_inner);
        partitions.into_iter().filter(|partition| emptied.insert(partition.clone())).collect()
    };
    let key = ProjectionKey { name: spec.name, view: spec.view, generation };
    engine.ports.views.discard(tenant, &key, stream, &mine).await
}
