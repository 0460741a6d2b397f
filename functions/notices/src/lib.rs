//! Notices: who is told what, when, by which way, exactly once.
//!
//! Words: a **matter** is something of another context that people are told about (an approval
//! process, an emergency, an estimate); **news** is one thing that happened to it; the
//! **matrix** is dated rule data that says who is told of which news; a **subscriber** is somebody
//! with addresses and quiet hours; a **notice** is one message to one person about one piece of
//! news: by Telegram, and by e-mail where that fails; of some news there is a message by each way.
//!
//! What happened is heard from `approvals` and `profitability`. Neither knows of this context.
//!
//! Pure: the messages themselves are sent by `notices-connectors`.

pub mod address;
pub mod kind;
pub mod listeners;
pub mod matter;
pub mod notice;
pub mod outside;
pub mod queries;
pub mod quiet;
pub mod reactions;
pub mod rules;
pub mod samples;
pub mod schedules;
pub mod settings;
pub mod subscriber;
pub mod text;
pub mod views;

use kernel::Catalogue;
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::listener::listener;
use kernel::query::query;
use kernel::reaction::{reaction, schedule};
use kernel::view::view;

/// Names a matter.
pub type MatterId = kernel::Id<kernel::id::kinds::NoticeMatter>;
/// Names a notice.
pub type NoticeId = kernel::Id<kernel::id::kinds::Notice>;
/// Names a subscriber.
pub type SubscriberId = kernel::Id<kernel::id::kinds::NoticeSubscriber>;

/// Everything this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "notices",
    aggregates: &[aggregate::<matter::Matter>(), aggregate::<notice::Notice>(), aggregate::<subscriber::Subscriber>()],
    commands: &[
        command::<matter::hear::HearNews>(),
        command::<notice::record_failed::RecordNoticeFailed>(),
        command::<notice::record_sent::RecordNoticeSent>(),
        command::<notice::retry::RetryNotice>(),
        command::<notice::send::SendNotice>(),
        command::<subscriber::set_address::SetAddress>(),
    ],
    queries: &[
        query::<queries::address_get::GetAddress>(),
        query::<queries::notice_list::ListNotices>(),
        query::<queries::own_notices::ListOwnNotices>(),
    ],
    lookups: &[],
    views: &[view::<views::notice_due::NoticeDueFromNotice>(), view::<views::notice_list::NoticeListFromNotice>()],
    reactions: &[reaction::<reactions::deliver::DeliverOnDispatched>(), reaction::<reactions::tell::TellPeopleOnNews>()],
    listeners: &[listener::<listeners::approvals::HearOfApprovals>(), listener::<listeners::profitability::HearOfProfitability>()],
    schedules: &[schedule::<schedules::SendDueNotices>()],
    webhooks: &[],
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::CATALOGUE;

    #[test]
    fn every_event_has_one_sample_that_can_be_read_again() {
        for aggregate in CATALOGUE.aggregates {
            let names = aggregate.bus_names();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
            for sample in aggregate.samples() {
                assert_eq!(aggregate.round_trip(&sample).as_ref(), Ok(&sample), "{}", aggregate.name());
            }
        }
    }
}
