//! The one item of a view that says which of its generations is read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use aws_sdk_dynamodb::types::AttributeValue;
use kernel::aggregate::StreamKey;
use kernel::{Moment, TenantId};
use runtime::Fault;
use runtime::ports::{Clock, GENERATIONS_KEPT, Generation, Generations, Rebuild, Stage};

use super::DynamoViews;
use crate::SystemClock;
use crate::failure::fault;
use crate::keys::{self, GENERATIONS_SORT};
use crate::table::{Item, PK, SK, required, text};

/// The generation that is read.
const SERVING: &str = "serving";
/// What a rebuild does now; absent when there is none.
const STAGE: &str = "stage";
/// Who rebuilds.
const RUNNER: &str = "runner";
/// Until when nobody else may, in milliseconds since 1970.
const UNTIL: &str = "until";
/// The kind of the last stream that the stage is done with.
const WALKED_KIND: &str = "walked_kind";
/// And its id.
const WALKED_ID: &str = "walked_id";

const BUILDING: &str = "building";
const RETIRING: &str = "retiring";

/// When something was asked, by both clocks: one may stand still while a function is frozen,
/// the other may be set back.
#[derive(Debug, Clone, Copy)]
struct Asked {
    instant: Instant,
    wall: Moment,
}

impl Asked {
    fn now() -> Self {
        Self { instant: Instant::now(), wall: SystemClock.now() }
    }

    fn is_fresh(self) -> bool {
        let age = u128::try_from(SystemClock.now().ms_since(self.wall));
        self.instant.elapsed() < GENERATIONS_KEPT && age.is_ok_and(|age| age < GENERATIONS_KEPT.as_millis())
    }
}

/// The serving generations that were seen last, for pages.
#[derive(Debug, Clone, Default)]
pub(super) struct Remembered(Arc<Mutex<HashMap<String, (Asked, Generation)>>>);

impl Remembered {
    fn fresh(&self, key: &str) -> Option<Generation> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(key).filter(|(asked, _)| asked.is_fresh()).map(|(_, serving)| *serving)
    }

    /// A generation only ever follows a lower one, so the higher is the newer.
    fn put(&self, key: String, asked: Asked, serving: Generation) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let newer = seen.get(&key).is_none_or(|(_, known)| *known <= serving);
        if newer {
            seen.insert(key, (asked, serving));
        }
    }
}

impl DynamoViews {
    /// The generation that a page is read from; at most [`GENERATIONS_KEPT`] old.
    pub(super) async fn serving(&self, tenant: &TenantId, view: &str) -> Result<Generation, Fault> {
        match self.remembered.fresh(&keys::generations(tenant, view)) {
            Some(serving) => Ok(serving),
            None => Ok(self.read_generations(tenant, view).await?.serving),
        }
    }

    pub(super) async fn read_generations(&self, tenant: &TenantId, view: &str) -> Result<Generations, Fault> {
        let key = keys::generations(tenant, view);
        // Before the question: what the answer says may be as old as that.
        let asked = Asked::now();
        let found = self.table.get(key.clone(), GENERATIONS_SORT, "read generations").await?;
        let found = found.map_or_else(|| Ok(Generations::default()), |item| read(&item))?;
        self.remembered.put(key, asked, found.serving);
        Ok(found)
    }

    pub(super) async fn write_generations(
        &self,
        tenant: &TenantId,
        view: &str,
        from: &Generations,
        to: &Generations,
    ) -> Result<bool, Fault> {
        let key = keys::generations(tenant, view);
        let asked = Asked::now();
        let put = self.table.client().put_item().table_name(self.table.name()).set_item(Some(write(&key, to)));
        let (condition, names, values) = condition(from);
        let put = put.condition_expression(condition).set_expression_attribute_names(names).set_expression_attribute_values(values);
        match put.set_return_consumed_capacity(self.table.capacity()).send().await {
            Ok(written) => self.table.count_write(written.consumed_capacity.as_slice()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_conditional_check_failed_exception()) => {
                // The answer to the same attempt may have got lost.
                return Ok(self.read_generations(tenant, view).await? == *to);
            }
            Err(error) => return Err(fault(format!("change the generations of {view}"), error)),
        }
        self.remembered.put(key, asked, to.serving);
        Ok(true)
    }
}

type Names = Option<HashMap<String, String>>;

/// That the item still says `from`. Who has a rebuild changes it alone, so its runner and its
/// time tell every state of it from every other.
fn condition(from: &Generations) -> (String, Names, Option<Item>) {
    if *from == Generations::default() {
        return (format!("attribute_not_exists({PK})"), None, None);
    }
    let name = |name: &str| (format!("#{name}"), name.to_owned());
    let mut names = HashMap::from([name(SERVING), name(RUNNER)]);
    let mut values = Item::from([(":serving".to_owned(), number(from.serving))]);
    let Some(rebuild) = &from.rebuild else {
        return (format!("#{SERVING} = :serving AND attribute_not_exists(#{RUNNER})"), Some(names), Some(values));
    };
    names.extend([name(UNTIL)]);
    values.insert(":runner".to_owned(), AttributeValue::S(rebuild.runner.to_string()));
    values.insert(":until".to_owned(), number(rebuild.until.unix_ms()));
    let condition = format!("#{SERVING} = :serving AND #{RUNNER} = :runner AND #{UNTIL} = :until");
    (condition, Some(names), Some(values))
}

fn number(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

fn write(key: &str, generations: &Generations) -> Item {
    let mut item = Item::from([(SERVING.to_owned(), number(generations.serving))]);
    let mut put = |name: &str, text: String| item.insert(name.to_owned(), AttributeValue::S(text));
    put(PK, key.to_owned());
    put(SK, GENERATIONS_SORT.to_owned());
    if let Some(rebuild) = &generations.rebuild {
        let stage = match rebuild.stage {
            Stage::Building => BUILDING,
            Stage::Retiring => RETIRING,
        };
        put(STAGE, stage.to_owned());
        put(RUNNER, rebuild.runner.to_string());
        if let Some(walked) = &rebuild.walked {
            put(WALKED_KIND, walked.kind.clone());
            put(WALKED_ID, walked.id.clone());
        }
        item.insert(UNTIL.to_owned(), number(rebuild.until.unix_ms()));
    }
    item
}

fn read(item: &Item) -> Result<Generations, Fault> {
    let broken = || Fault::lasting("stored generations cannot be read");
    let digits = |name: &str| item.get(name).and_then(|value| value.as_n().ok());
    let serving = digits(SERVING).and_then(|digits| digits.parse().ok()).ok_or_else(broken)?;
    let stage = match text(item, STAGE) {
        None => return Ok(Generations { serving, rebuild: None }),
        Some(BUILDING) => Stage::Building,
        Some(RETIRING) => Stage::Retiring,
        Some(_) => return Err(broken()),
    };
    let walked = text(item, WALKED_KIND).zip(text(item, WALKED_ID));
    let rebuild = Rebuild {
        stage,
        walked: walked.map(|(kind, id)| StreamKey { kind: kind.to_owned(), id: id.to_owned() }),
        runner: required(item, RUNNER)?.parse().map_err(|error| broken().because(error))?,
        until: Moment::from_unix_ms(digits(UNTIL).and_then(|digits| digits.parse().ok()).ok_or_else(broken)?),
    };
    Ok(Generations { serving, rebuild: Some(rebuild) })
}
