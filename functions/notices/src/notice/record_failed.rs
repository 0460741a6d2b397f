//! Records that a message could not be sent.

use kernel::reaction::OutsideError;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Notice, NoticeRefusal, Progress, policy};
use crate::NoticeId;

/// Records that a message could not be sent, and what follows: another try, another way, or
/// nothing until a person helps.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordNoticeFailed {
    /// Which notice.
    pub notice_id: NoticeId,
    /// Which attempt.
    pub attempt: u32,
    /// Why.
    pub error: OutsideError,
    /// How long the outside system asked to be left alone, in seconds.
    #[serde(default)]
    pub wait_seconds: Option<u32>,
}

impl Command for RecordNoticeFailed {
    type Aggregate = Notice;
    type Refusal = NoticeRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "notices.record-notice-failed",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that a message could not be sent, and what follows.",
    };

    fn target(&self, _: &Context) -> NoticeId {
        self.notice_id
    }

    fn decide(&self, notice: Option<&Notice>, _: &Facts, context: &Context) -> Result<Decision<Notice>, NoticeRefusal> {
        let notice = notice.ok_or(NoticeRefusal::NotFound)?;
        match &notice.progress {
            Progress::Sending { route, tries, .. } if notice.attempts == self.attempt => {
                Ok(Decision::of([policy::follow(notice, route, *tries, &self.error, self.wait_seconds, context.now)]))
            }
            // Another delivery of the same attempt was answered first.
            Progress::Sending { .. }
            | Progress::Failed { .. }
            | Progress::Waiting { .. }
            | Progress::Sent { .. }
            | Progress::Merged { .. } => Ok(Decision::nothing()),
        }
    }

    fn example() -> Self {
        Self { notice_id: crate::samples::notice_id(), attempt: 1, error: crate::samples::outside_error(), wait_seconds: None }
    }
}

#[cfg(test)]
mod tests {
    use kernel::reaction::FailureClass;
    use testkit::{given, nothing};

    use super::*;
    use crate::notice::NoticeEvent;
    use crate::samples;

    #[test]
    fn a_bot_that_was_blocked_is_no_way_and_the_letter_goes_out() {
        let error = OutsideError { class: FailureClass::Permanent, ..samples::outside_error() };
        let record = RecordNoticeFailed { error: error.clone(), ..RecordNoticeFailed::example() };
        let fell_back = NoticeEvent::FellBack { error, attempt: 2, route: samples::email() };
        given::<Notice>([samples::queued(), samples::dispatched()]).when(record).then([fell_back]);
    }

    #[test]
    fn a_late_failure_changes_nothing() {
        let sent = [samples::queued(), samples::dispatched(), samples::sent()];
        given::<Notice>(sent).when(RecordNoticeFailed::example()).then([]);
        let elsewhere = [samples::queued(), samples::dispatched(), samples::fell_back()];
        given::<Notice>(elsewhere).when(RecordNoticeFailed::example()).then([]);
        nothing::<Notice>().when(RecordNoticeFailed::example()).refused(NoticeRefusal::NotFound);
    }
}
