//! Works on messages when it is time.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::DUE_MAX;
use crate::message::retry::RetryMessage;
use crate::queries::ListPage;
use crate::views::message_list::{self, MessageItem};

/// Works on messages when it is time.
pub struct RetryMessages;

fn due(context: &Context) -> RowQuery {
    message_list::due(context.now).limit(DUE_MAX)
}

impl Schedule for RetryMessages {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "profitability.retry-messages",
        every_seconds: 60,
        sends: &[RetryMessage::SPEC.name],
        calls: &[],
        summary: "Works on messages when it is time.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<MessageItem> = ListPage::read(facts.page(&due(context)));
        let retry = |item: &MessageItem| {
            // One try for one due time, however often it is seen.
            let key = format!("retry/{}/{}", item.message, item.version);
            Effect::send(&RetryMessage { message: item.message }, key)
        };
        page.items.iter().map(retry).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::message::MessageEvent;
    use crate::samples::messages::{message_id, received};
    use crate::views::message_list::MessageListFromInboundMessage;
    use crate::views::tests::rows;

    #[test]
    fn p138_parked_messages_are_tried_again_at_their_time_and_missed_ones_after_five_minutes() {
        let tick = |commits: &[Vec<MessageEvent>], at: &str| {
            let context = Context { now: moment(at), ..context() };
            let view = rows::<MessageListFromInboundMessage>(message_id(), commits);
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            RetryMessages::tick(&facts, &context)
        };
        let retry_at = moment("2026-11-21T08:31:00Z");
        let parked = MessageEvent::Parked { code: crate::samples::line("x"), tries: 1, retry_at };
        let parked = [vec![received()], vec![parked]];
        assert_eq!(tick(&parked, "2026-11-21T08:30:59Z"), []);
        let tried = tick(&parked, "2026-11-21T08:31:00Z");
        assert_eq!((tried.len(), tried == tick(&parked, "2026-11-21T08:32:00Z")), (1, true));
        assert_eq!(tick(&[vec![received()]], "2026-11-21T08:34:59Z"), []);
        assert_eq!(tick(&[vec![received()]], "2026-11-21T08:35:00Z").len(), 1);
    }
}
