//! Customs: what happens to a docflow after somebody has filed it in the web pages.
//!
//! The interface has no call that files. A docflow is filed by the side door, or by itself when it
//! has been left alone for a while; then customs takes the steps of its plan. The vendor publishes
//! no meaning of the 205 status numbers: the table here is the simulator's own.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use simulator_support::answer::escape;
use uuid::Uuid;

use crate::answer::Refused;
use crate::docflow::{Docflow, moment};
use crate::world::World;

/// Not filed yet.
pub const DRAFT: i32 = 0;
/// Filed.
pub const SENT: i32 = 1;
/// Accepted under a number.
pub const REGISTERED: i32 = 2;
/// The goods may be used.
pub const RELEASED: i32 = 3;
/// Not accepted.
pub const REJECTED: i32 = 4;
/// Accepted, and the goods are held.
pub const RELEASE_REFUSED: i32 = 5;
/// Taken back by the declarant.
pub const WITHDRAWN: i32 = 6;
/// To be corrected and filed again.
pub const CORRECTION_REQUESTED: i32 = 7;
/// Made void.
pub const CANCELLED: i32 = 8;
/// The largest status of the description.
pub const STATUS_MAX: i32 = 204;
/// A status that nobody has explained.
pub const UNEXPLAINED: i32 = 137;

const TEXTS: [(i32, &str); 10] = [
    (DRAFT, "Черновик"),
    (SENT, "Отправлена"),
    (REGISTERED, "Зарегистрирована"),
    (RELEASED, "Выпуск разрешен"),
    (REJECTED, "Отказано в регистрации"),
    (RELEASE_REFUSED, "Отказано в выпуске"),
    (WITHDRAWN, "Отозвана"),
    (CORRECTION_REQUESTED, "Запрошена корректировка"),
    (CANCELLED, "Аннулирована"),
    (UNEXPLAINED, "Проводится дополнительная проверка"),
];

/// What the service calls a status.
#[must_use]
pub fn text(status: i32) -> &'static str {
    TEXTS.iter().find(|row| row.0 == status).map_or("Статус без названия", |row| row.1)
}

/// How much later than planned customs answers whom it keeps waiting.
const LATE_TIMES: u64 = 20;
/// Offices write local time of Moscow in the numbers of declarations.
const MOSCOW_HOURS: i64 = 3;
/// Numbers of a declaration start again after this.
const NUMBERS: u64 = 10_000_000;

/// One thing that customs does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// The status after it, 0 to 204.
    pub status: i32,
    /// What the status is called; the table's word when absent.
    #[serde(default)]
    pub text: Option<String>,
    /// How long after the step before, in milliseconds; the simulator's pace when absent.
    #[serde(default)]
    pub after_ms: Option<u64>,
    /// Whether it gives a number, another one where there is one. When absent, a declaration gets
    /// its number with the first status that implies registration.
    #[serde(default)]
    pub number: Option<bool>,
}

impl Step {
    /// A step at the simulator's pace.
    #[must_use]
    pub const fn to(status: i32) -> Self {
        Self { status, text: None, after_ms: None, number: None }
    }
}

/// What customs does with a docflow once it is filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// In this order.
    pub steps: Vec<Step>,
    /// Every message comes twice.
    #[serde(default)]
    pub twice: bool,
    /// The list of messages is not in the order of time.
    #[serde(default)]
    pub shuffled: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self::through(&[REGISTERED, RELEASED])
    }
}

impl Plan {
    fn through(statuses: &[i32]) -> Self {
        Self { steps: statuses.iter().map(|status| Step::to(*status)).collect(), twice: false, shuffled: false }
    }

    /// The plan with this name; the module's table in the documentation of the crate lists them.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let plan = match word {
            "release" => Self::default(),
            "refuse" => Self::through(&[REGISTERED, RELEASE_REFUSED]),
            "reject" => Self::through(&[REJECTED]),
            "correct" => Self::through(&[REGISTERED, CORRECTION_REQUESTED]),
            "withdraw" => Self::through(&[REGISTERED, WITHDRAWN]),
            "cancel" => Self::through(&[REGISTERED, CANCELLED]),
            "jump" => Self::through(&[RELEASED]),
            "unknown" => Self::through(&[REGISTERED, UNEXPLAINED, RELEASED]),
            "back" => Self::through(&[REGISTERED, RELEASED, REGISTERED]),
            "silent" => Self::through(&[]),
            "twice" => Self { twice: true, ..Self::default() },
            "shuffle" => Self { shuffled: true, ..Self::default() },
            "late" => Self::default(),
            "numberless" => {
                Self { steps: vec![Step { number: Some(false), ..Step::to(REGISTERED) }, Step::to(RELEASED)], ..Self::default() }
            }
            "renumber" => Self { steps: vec![Step::to(REGISTERED), Step { number: Some(true), ..Step::to(RELEASED) }], ..Self::default() },
            _ => return None,
        };
        Some(plan)
    }

    /// The plan of the first word of a docflow's name that is the name of one, preceded by `sim-`:
    /// `sim-refuse`. Release where there is none.
    pub(crate) fn of_name(name: &str) -> Self {
        let name = name.to_lowercase();
        let words = name.split(|letter: char| !(letter.is_alphanumeric() || letter == '-'));
        words.filter_map(|word| word.strip_prefix("sim-")).find_map(Self::named).unwrap_or_default()
    }
}

/// A message about a docflow, `EnvelopeDto`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Envelope {
    id: String,
    processed: DateTime<Utc>,
    prepared: DateTime<Utc>,
    kind: String,
    description: String,
    content: String,
}

impl Envelope {
    /// The message that brings a status. Its type is the simulator's own word: the vendor lists none.
    fn of(docflow: &Docflow, now: DateTime<Utc>) -> Self {
        let id = Uuid::now_v7().to_string();
        let number = docflow.gtd_number.as_deref().unwrap_or_default();
        let content = format!(
            "<Envelope><EnvelopeID>{id}</EnvelopeID><ProcessID>{}</ProcessID><Status>{}</Status><StatusText>{}</StatusText><GTDID>{number}</GTDID></Envelope>",
            docflow.process_id.as_deref().unwrap_or_default(),
            docflow.status,
            escape(&docflow.status_text),
        );
        let kind = format!("SIM.{:05}", docflow.status);
        // Customs writes a message before the service has processed it.
        let prepared = now - Duration::milliseconds(5);
        Self { id, processed: now, prepared, kind, description: docflow.status_text.clone(), content }
    }

    pub(crate) fn shown(&self) -> Value {
        json!({
            "envelopeId": self.id,
            "processingDateTime": moment(self.processed),
            "preparationDateTime": moment(self.prepared),
            "messageType": self.kind,
            "messageDescription": self.description,
            "envelope": self.content,
        })
    }
}

fn in_ms(now: DateTime<Utc>, ms: u64) -> i64 {
    now.timestamp_millis().saturating_add(i64::try_from(ms).unwrap_or(i64::MAX))
}

impl World {
    /// Somebody files a docflow in the web pages; `Bad` when it has been filed.
    pub(crate) fn file(&mut self, id: Uuid, now: DateTime<Utc>) -> Result<(), Refused> {
        let again = match self.docflow(id)?.status {
            DRAFT => false,
            CORRECTION_REQUESTED => true,
            _ => return Err(Refused::Bad("Документооборот уже отправлен")),
        };
        let docflow = self.change(id, now)?;
        if again {
            docflow.plan = Plan { steps: vec![Step::to(RELEASED)], ..docflow.plan.clone() };
        }
        docflow.status = SENT;
        docflow.status_text = text(SENT).to_owned();
        docflow.process_id.get_or_insert_with(|| Uuid::now_v7().to_string());
        docflow.next_step = 0;
        self.schedule(id, now)
    }

    /// Gives a docflow another plan; one that is filed goes through it from the start.
    pub(crate) fn plan(&mut self, id: Uuid, plan: Plan, now: DateTime<Utc>) -> Result<(), Refused> {
        if plan.steps.iter().any(|step| !(DRAFT..=STATUS_MAX).contains(&step.status)) {
            return Err(Refused::Bad("a status is 0 to 204"));
        }
        let docflow = self.quietly(id)?;
        docflow.plan = plan;
        docflow.next_step = 0;
        if docflow.status == DRAFT { Ok(()) } else { self.schedule(id, now) }
    }

    fn schedule(&mut self, id: Uuid, now: DateTime<Utc>) -> Result<(), Refused> {
        let pace = self.knobs.step_ms;
        let docflow = self.quietly(id)?;
        let late = docflow.name.as_deref().is_some_and(|name| name.to_lowercase().contains("sim-late"));
        let pace = if late { pace.saturating_mul(LATE_TIMES) } else { pace };
        let step = docflow.plan.steps.get(docflow.next_step);
        let pause = step.and_then(|step| step.after_ms.or(Some(pace).filter(|pace| *pace > 0)));
        docflow.due = pause.map(|pause| in_ms(now, pause));
        Ok(())
    }

    /// Takes the next step of a docflow's plan; `false` at its end.
    pub(crate) fn advance(&mut self, id: Uuid, now: DateTime<Utc>) -> Result<bool, Refused> {
        let docflow = self.docflow(id)?;
        let Some(step) = docflow.plan.steps.get(docflow.next_step).cloned() else {
            self.quietly(id)?.due = None;
            return Ok(false);
        };
        self.quietly(id)?.next_step += 1;
        self.happen(id, &step, now)?;
        self.schedule(id, now)?;
        Ok(true)
    }

    /// What a step does to a docflow, at once.
    pub(crate) fn happen(&mut self, id: Uuid, step: &Step, now: DateTime<Utc>) -> Result<(), Refused> {
        let has_number = self.docflow(id)?.gtd_number.is_some();
        let implied = !has_number && ![DRAFT, SENT, REJECTED].contains(&step.status);
        let number = step.number.unwrap_or(implied).then(|| self.next_registered());
        let docflow = self.change(id, now)?;
        docflow.status = step.status;
        docflow.status_text = step.text.clone().unwrap_or_else(|| text(step.status).to_owned());
        docflow.process_id.get_or_insert_with(|| Uuid::now_v7().to_string());
        if let Some(sequence) = number {
            let day = (now + Duration::hours(MOSCOW_HOURS)).format("%d%m%y");
            docflow.gtd_number = Some(format!("{:08}/{day}/{:07}", docflow.customs, sequence % NUMBERS));
            docflow.registered.get_or_insert(now);
        }
        let envelope = Envelope::of(docflow, now);
        if docflow.plan.twice {
            docflow.envelopes.push(envelope.clone());
        }
        docflow.envelopes.push(envelope);
        if ![DRAFT, SENT].contains(&step.status) {
            let mark = json!({ "date": moment(now), "status": step.status, "text": docflow.status_text, "gtdNumber": docflow.gtd_number });
            docflow.marks.push(mark);
        }
        Ok(())
    }

    /// Files what has been left alone long enough and takes the steps that are due; whether there
    /// was anything.
    pub(crate) fn tick(&mut self, now: DateTime<Utc>) -> bool {
        let at = now.timestamp_millis();
        let quiet = self.knobs.auto_file_after_ms;
        let is_ready = |docflow: &&Docflow| {
            let alone = quiet.is_some_and(|quiet| in_ms(docflow.changed, quiet) <= at);
            let filled = |world: &Self| {
                let body = docflow.core().and_then(|core| world.form(core.form).ok()).and_then(|form| form.body.as_object());
                body.is_some_and(|body| !body.is_empty())
            };
            docflow.status == DRAFT && alone && filled(self)
        };
        let ready: Vec<Uuid> = self.docflows().filter(is_ready).map(|docflow| docflow.id).collect();
        let due: Vec<Uuid> = self.docflows().filter(|docflow| docflow.due.is_some_and(|due| due <= at)).map(|docflow| docflow.id).collect();
        let moved = ready.into_iter().filter(|id| self.file(*id, now).is_ok()).count();
        // Not one that was filed in this moment: its first step is still to come.
        let stepped = due.into_iter().filter(|id| self.advance(*id, now).is_ok()).count();
        moved + stepped > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_name_chooses_the_plan() {
        assert_eq!(Plan::of_name("Партия 7 [SIM-REFUSE] ноябрь"), Plan::through(&[REGISTERED, RELEASE_REFUSED]));
        assert_eq!(Plan::of_name("refuse sim-nothing"), Plan::default());
        assert!(Plan::of_name("a/sim-twice").twice && Plan::of_name("sim-shuffle").shuffled);
    }

    #[test]
    fn a_plan_is_written_in_a_few_words() {
        let plan: Plan =
            serde_json::from_value(json!({ "steps": [{ "status": 3 }, { "status": 137, "text": "?", "afterMs": 5 }] })).unwrap();
        assert_eq!(plan.steps[0], Step::to(RELEASED));
        assert_eq!((plan.steps[1].after_ms, plan.steps[1].text.as_deref()), (Some(5), Some("?")));
    }
}
