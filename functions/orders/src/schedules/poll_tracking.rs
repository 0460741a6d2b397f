//! Asks the carrier where parcels are.

use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::view::{Range, RowQuery};
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::feed::advance::AdvanceFeed;
use crate::feed::record_failure::RecordFeedFailure;
use crate::feed::{FeedSource, Reading};
use crate::integration::receive::ReceiveIntegrationEvent;
use crate::integration::{Channel, Content, Integration, raw};
use crate::order::consignment::Carrier;
use crate::outside::kyiv;
use crate::outside::nova_poshta::{Answer, CONNECTOR, Request, TRACKED_MAX, TrackedNumber, code};
use crate::queries::ListPage;
use crate::settings::OrdersSettings;
use crate::views::feed_list::{self, FeedListItem};
use crate::views::live_waybill::{self, LiveWaybill};

/// Pages of one tick: five with a command a parcel are as much as one tick may do. Where
/// there are more parcels, the next tick goes on with them.
const PAGES_PER_TICK_MAX: usize = 5;

/// Sorts behind every key of a waybill.
const LAST_KEY: &str = "~";

/// Asks the carrier where parcels are that have not reached the end of their way. Every
/// answer is recorded as a message, and one that is known changes nothing.
pub struct PollTracking;

const SOURCE: FeedSource = FeedSource::Tracking { carrier: Carrier::NovaPoshta };

fn is_connected(context: &Context) -> bool {
    OrdersSettings::of(&context.settings).nova_poshta.is_some()
}

fn feed(facts: &Facts) -> Option<FeedListItem> {
    feed_list::items(facts.rows(&feed_list::all())).find(|feed| feed.source == SOURCE)
}

/// The pages of this tick, as far as they are known, and the waybill after which the next
/// tick goes on. That is kept as the row's own key, since a cursor of the store may not
/// outlive a release.
fn pages(facts: &Facts) -> (Vec<RowQuery>, Option<String>) {
    let last_read = feed(facts).and_then(|feed| feed.reading).map(|reading| reading.page);
    let all = live_waybill::of_carrier(Carrier::NovaPoshta);
    // Keys are of one length, so nothing stands between a key and itself with a sign behind.
    let after = |key: String| all.clone().within(Range::Between(format!("{key}!"), LAST_KEY.to_owned()));
    let mut query = last_read.map_or_else(|| all.clone(), after);
    let mut pages = Vec::new();
    loop {
        pages.push(query.clone());
        let page = facts.page(&query);
        let Some(cursor) = page.and_then(|page| page.next_cursor.clone()) else { return (pages, None) };
        if pages.len() >= PAGES_PER_TICK_MAX {
            return (pages, page.and_then(|page| page.rows.last()).map(|row| row.key.sort.clone()));
        }
        query = query.after(Some(cursor));
    }
}

impl Schedule for PollTracking {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "orders.poll-tracking",
        every_seconds: 300,
        sends: &[ReceiveIntegrationEvent::SPEC.name, AdvanceFeed::SPEC.name, RecordFeedFailure::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Asks the carrier where parcels are.",
    };

    fn wants(facts: &Facts, context: &Context) -> Vec<Want> {
        let first = Want::Rows(feed_list::all());
        if !is_connected(context) {
            return Vec::new();
        }
        // The feed says where the pages begin.
        let rest = if facts.has(&first) { pages(facts).0 } else { Vec::new() };
        std::iter::once(first).chain(rest.into_iter().map(Want::Rows)).collect()
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        if !is_connected(context) || feed(facts).is_some_and(|feed| feed.paused) {
            return Vec::new();
        }
        let rows = pages(facts).0.into_iter().flat_map(|query| ListPage::<LiveWaybill>::read(facts.page(&query)).items);
        let waybills: Vec<TrackedNumber> = rows.map(|live| TrackedNumber { number: live.number, phone: live.phone }).collect();
        if waybills.is_empty() && feed(facts).is_some_and(|feed| feed.reading.is_some()) {
            // Nothing was left behind the last turn: the next one begins at the first parcel.
            return vec![advance(facts, context).effect(context)];
        }
        waybills.chunks(TRACKED_MAX).map(|waybills| Effect::call(CONNECTOR, &Request::Track { waybills: waybills.to_vec() })).collect()
    }

    fn answered(facts: &Facts, context: &Context, outcome: &Outcome) -> Vec<Effect> {
        let Outcome::Called { result, .. } = outcome else { return Vec::new() };
        let answer = result.clone().and_then(|answer| read_answer::<Answer>(&answer).map_err(|error| unreadable(&error.to_string())));
        let (rows, rejected) = match answer {
            Ok(Answer::Tracked { rows, rejected }) => (rows, rejected),
            Ok(
                Answer::Created { .. }
                | Answer::Found { .. }
                | Answer::Deleted { .. }
                | Answer::Priced(_)
                | Answer::Cities { .. }
                | Answer::Warehouses { .. },
            ) => return vec![RecordFeedFailure { source: SOURCE, error: unreadable("not an answer to tracking") }.effect(context)],
            Err(error) => return vec![RecordFeedFailure { source: SOURCE, error }.effect(context)],
        };
        let (raw_sha256, keep) = raw::keep_rows(rows.iter().map(|row| &row.raw).chain(rejected.iter().map(|row| &row.raw)));
        let mut effects = if rows.is_empty() && rejected.is_empty() { Vec::new() } else { vec![keep] };
        let contents = rows.into_iter().map(|row| Content::Tracking { fact: row.fact });
        let contents = contents.chain(rejected.iter().map(|row| Content::rejected(Integration::NovaPoshta, row)));
        effects.extend(
            contents
                .map(|content| ReceiveIntegrationEvent { channel: Channel::Poll, content, raw_sha256: Some(raw_sha256.clone()) }.effect()),
        );
        effects.push(advance(facts, context).effect(context));
        effects
    }
}

fn unreadable(text: &str) -> OutsideError {
    let text = crate::outside::lenient::line(text, kernel::text::LINE_CHARACTERS_MAX);
    OutsideError { code: code::PARSE_ERROR.to_owned(), class: FailureClass::Permanent, raw_code: String::new(), text }
}

fn advance(facts: &Facts, context: &Context) -> AdvanceFeed {
    let today = kyiv::today(context.now);
    let reading = pages(facts).1.map(|page| Reading { from: today, to: today, page });
    AdvanceFeed { source: SOURCE, through: None, reading }
}

#[cfg(test)]
mod tests;
