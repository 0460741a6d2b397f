//! Records that a message was sent.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Notice, NoticeEvent, NoticeRefusal, Progress};
use crate::NoticeId;

/// Records that a message was sent.
///
/// An answer that comes after its attempt was given up for lost still counts, unless another
/// attempt is on its way by now.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordNoticeSent {
    /// Which notice.
    pub notice_id: NoticeId,
    /// Which attempt.
    pub attempt: u32,
    /// Its id there.
    pub reference: Line,
}

impl Command for RecordNoticeSent {
    type Aggregate = Notice;
    type Refusal = NoticeRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "notices.record-notice-sent",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that a message was sent.",
    };

    fn target(&self, _: &Context) -> NoticeId {
        self.notice_id
    }

    fn decide(&self, notice: Option<&Notice>, _: &Facts, _: &Context) -> Result<Decision<Notice>, NoticeRefusal> {
        let notice = notice.ok_or(NoticeRefusal::NotFound)?;
        let route = match &notice.progress {
            Progress::Sending { route, .. } | Progress::Failed { route: Some(route), .. } if notice.attempts == self.attempt => route,
            Progress::Sending { .. }
            | Progress::Failed { .. }
            | Progress::Waiting { .. }
            | Progress::Sent { .. }
            | Progress::Merged { .. } => return Ok(Decision::nothing()),
        };
        Ok(Decision::of([NoticeEvent::Sent { route: route.clone(), reference: self.reference.clone() }]))
    }

    fn example() -> Self {
        Self { notice_id: crate::samples::notice_id(), attempt: 1, reference: crate::samples::line("1001") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples;

    #[test]
    fn a_message_is_sent_once() {
        let record = RecordNoticeSent::example;
        given::<Notice>([samples::queued(), samples::dispatched()]).when(record()).then([samples::sent()]);
        given::<Notice>([samples::queued(), samples::dispatched(), samples::sent()]).when(record()).then([]);
        nothing::<Notice>().when(record()).refused(NoticeRefusal::NotFound);
    }

    #[test]
    fn a_late_answer_counts_while_nothing_else_is_on_its_way() {
        let late = [samples::queued(), samples::dispatched(), samples::failed()];
        given::<Notice>(late).when(RecordNoticeSent::example()).then([samples::sent()]);
        let elsewhere = [samples::queued(), samples::dispatched(), samples::fell_back()];
        given::<Notice>(elsewhere).when(RecordNoticeSent::example()).then([]);
    }
}
