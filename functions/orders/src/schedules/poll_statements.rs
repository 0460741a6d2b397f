//! Reads the statements of the tenant's accounts.

use std::collections::BTreeMap;

use kernel::identifier::Iban;
use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::{Command, Context, Day, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::feed::advance::AdvanceFeed;
use crate::feed::record_failure::RecordFeedFailure;
use crate::feed::{FeedSource, Reading};
use crate::integration::receive::ReceiveIntegrationEvent;
use crate::integration::{Channel, Content, Integration, raw};
use crate::outside::kyiv;
use crate::outside::privat24::{Answer, CONNECTOR, Request, code};
use crate::settings::OrdersSettings;
use crate::views::feed_list::{self, FeedListItem};

/// Accounts of one tick, those first that were not read the longest: five pages with a
/// command a row are as much as one tick may do.
const ACCOUNTS_PER_TICK_MAX: usize = 5;
/// With no more accounts than this, a tick reads two pages of each.
const ACCOUNTS_WITH_TWO_PAGES: usize = 2;
/// Days that the first reading goes back, and the first of every day: as far as a payment counts
/// as close to its order, and longer than a row is in process over weekends and holidays.
const FIRST_DAYS: u64 = 14;

/// Reads the statements of the tenant's accounts, from the last day that was read to its end:
/// rows of that day may still have changed. Once a day it goes back as far as the first reading
/// does: a row is posted days after it came, or taken back days after it was posted, and shows it
/// on its own day only. Every row is recorded as a message, and a row that is known changes nothing.
///
/// A long statement is read a page or two at a time, and the next tick goes on where this one
/// stopped.
pub struct PollStatements;

fn accounts(context: &Context) -> Vec<Iban> {
    OrdersSettings::of(&context.settings).privat24.map(|bank| bank.accounts).unwrap_or_default()
}

fn feeds(facts: &Facts) -> BTreeMap<Iban, FeedListItem> {
    let items = feed_list::items(facts.rows(&feed_list::all()));
    items
        .filter_map(|item| match &item.source {
            FeedSource::Statement { account } => Some((account.clone(), item)),
            FeedSource::Tracking { .. } => None,
        })
        .collect()
}

/// What this tick asks for first of each account that is not paused.
fn first_requests(facts: &Facts, context: &Context) -> Vec<Request> {
    let feeds = feeds(facts);
    let mut accounts = accounts(context);
    accounts.retain(|account| feeds.get(account).is_none_or(|feed| !feed.paused));
    accounts.sort_by_key(|account| feeds.get(account).and_then(|feed| feed.last_success));
    accounts.truncate(ACCOUNTS_PER_TICK_MAX);
    accounts.into_iter().map(|account| first_request(feeds.get(&account), account, context)).collect()
}

fn first_request(feed: Option<&FeedListItem>, account: Iban, context: &Context) -> Request {
    if let Some(Reading { from, to, page }) = feed.and_then(|feed| feed.reading.clone()) {
        return Request::Transactions { account, from, to: Some(to), follow: Some(page) };
    }
    let today = kyiv::today(context.now);
    let first = today.checked_sub_days(chrono::Days::new(FIRST_DAYS)).unwrap_or(today);
    let read_today = feed.and_then(|feed| feed.last_success).is_some_and(|at| kyiv::today(at) == today);
    let from = match feed.and_then(|feed| feed.through) {
        Some(through) if read_today => through,
        Some(through) => through.min(first),
        None => first,
    };
    Request::Transactions { account, from, to: Some(today), follow: None }
}

impl Schedule for PollStatements {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "orders.poll-statements",
        every_seconds: 120,
        sends: &[ReceiveIntegrationEvent::SPEC.name, AdvanceFeed::SPEC.name, RecordFeedFailure::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Reads the statements of the tenant's accounts.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        if accounts(context).is_empty() { Vec::new() } else { vec![Want::Rows(feed_list::all())] }
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        first_requests(facts, context).iter().map(|request| Effect::call(CONNECTOR, request)).collect()
    }

    fn answered(facts: &Facts, context: &Context, outcome: &Outcome) -> Vec<Effect> {
        let Outcome::Called { request, result, .. } = outcome else { return Vec::new() };
        let Ok(request) = read_answer::<Request>(request) else { return Vec::new() };
        let Request::Transactions { account, from, to, follow } = &request else { return Vec::new() };
        let source = FeedSource::Statement { account: account.clone() };
        let page = result.clone().and_then(|answer| read_answer::<Answer>(&answer).map_err(|error| unreadable(&error.to_string())));
        let (rows, rejected, next) = match page {
            Ok(Answer::Page { rows, rejected, next, .. }) => (rows, rejected, next),
            Ok(Answer::Settings(_)) => return vec![RecordFeedFailure { source, error: unreadable("not a page") }.effect(context)],
            Err(error) => return vec![RecordFeedFailure { source, error }.effect(context)],
        };
        let (raw_sha256, keep) = raw::keep_rows(rows.iter().map(|row| &row.raw).chain(rejected.iter().map(|row| &row.raw)));
        let mut effects = if rows.is_empty() && rejected.is_empty() { Vec::new() } else { vec![keep] };
        let contents = rows.into_iter().map(|row| Content::Transaction { transaction: row.fact });
        let contents = contents.chain(rejected.iter().map(|row| Content::rejected(Integration::Privat24, row)));
        effects.extend(
            contents
                .map(|content| ReceiveIntegrationEvent { channel: Channel::Poll, content, raw_sha256: Some(raw_sha256.clone()) }.effect()),
        );
        // A page that names itself as the next one would be read for ever.
        let next = next.filter(|next| Some(next) != follow.as_ref());
        let to = to.unwrap_or_else(|| kyiv::today(context.now));
        effects.push(advance(source, *from, to, next.clone(), context).effect(context));
        let starts = first_requests(facts, context);
        let goes_on = starts.len() <= ACCOUNTS_WITH_TWO_PAGES && starts.contains(&request);
        effects.extend(next.filter(|_| goes_on).map(|follow| {
            let (account, from) = (account.clone(), *from);
            Effect::call(CONNECTOR, &Request::Transactions { account, from, to: Some(to), follow: Some(follow) })
        }));
        effects
    }
}

fn unreadable(text: &str) -> OutsideError {
    let text = crate::outside::lenient::line(text, kernel::text::LINE_CHARACTERS_MAX);
    OutsideError { code: code::PARSE_ERROR.to_owned(), class: FailureClass::Permanent, raw_code: String::new(), text }
}

fn advance(source: FeedSource, from: Day, to: Day, next: Option<String>, context: &Context) -> AdvanceFeed {
    // Today is not over: it will have been read to its end tomorrow.
    let yesterday = kyiv::today(context.now).pred_opt();
    let through = yesterday.map_or(to, |yesterday| to.min(yesterday));
    match next {
        Some(page) => AdvanceFeed { source, through: None, reading: Some(Reading { from, to, page }) },
        None => AdvanceFeed { source, through: Some(through), reading: None },
    }
}

#[cfg(test)]
mod tests;
