//! Shows one entry.

use std::collections::BTreeMap;

use kernel::{Answer, Command, Context, Facts, Line, Query, QuerySpec, Route, Want};
use posting::{AccountCode, Book, EntryId, JournalEntry};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::READERS;
use crate::entry::EntryRefusal;
use crate::entry::reverse::ReverseEntry;
use crate::views::entries::EntryItem;

/// Shows one entry as it is now: what it says, what caused it, what became of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetEntry {
    /// Which entry.
    pub entry_id: EntryId,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntryPage {
    /// What was posted, and what became of it. Its `source` names the document.
    pub item: EntryItem,
    /// The name of its book.
    pub book_name: Line,
    /// The names of its accounts.
    pub account_names: BTreeMap<AccountCode, Line>,
    /// What the caller may do, by the commands' names.
    pub actions: Vec<String>,
}

impl Query for GetEntry {
    type Answer = EntryPage;
    type Refusal = EntryRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.get-entry",
        route: Route::get("/ledger/entries/{entry_id}"),
        roles: READERS,
        summary: "Shows one entry, its document and its reversal.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let book = facts.aggregate::<JournalEntry>(self.entry_id).map(|posted| Want::aggregate::<Book>(posted.state.entry.book));
        std::iter::once(Want::aggregate::<JournalEntry>(self.entry_id)).chain(book).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<EntryPage>, EntryRefusal> {
        let posted = facts.aggregate::<JournalEntry>(self.entry_id).ok_or(EntryRefusal::NotFound)?;
        let book = &facts.aggregate::<Book>(posted.state.entry.book).ok_or(EntryRefusal::NotFound)?.state;
        let name = |code: &AccountCode| Some((code.clone(), book.accounts.get(code)?.name.clone()));
        let may_reverse = context.actor.has_any(ReverseEntry::SPEC.roles) && ReverseEntry::check(&posted.state).is_ok();
        let page = EntryPage {
            item: EntryItem::of(&posted.state),
            book_name: book.name.clone(),
            account_names: posted.state.entry.lines.iter().filter_map(|line| name(&line.account)).collect(),
            actions: may_reverse.then(|| ReverseEntry::SPEC.name.to_owned()).into_iter().collect(),
        };
        Ok(Answer::at(posted.version, page))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Role;
    use posting::{Entry, EntryContent, JournalEntryEvent, Source};
    use testkit::{context, person};

    use super::*;
    use crate::book::tests::ukrainian;
    use crate::entry::MANUAL;
    use crate::queries::tests::World;
    use crate::samples;

    fn world(source: &str) -> World {
        let content = samples::entry().into_content();
        let source = Source { kind: source.to_owned(), ..content.source.clone() };
        let posted = JournalEntryEvent::Posted(Entry::new(EntryContent { source, ..content }).unwrap());
        let world = World::default().with::<Book>(samples::book_id(), [ukrainian()]);
        world.with::<JournalEntry>(samples::entry_id(), [posted, samples::journal_entry_events()[1].clone()])
    }

    #[test]
    fn k45_an_entry_shows_its_document_and_its_place_in_the_chain() {
        let page = world("commerce.payment").ask(&GetEntry { entry_id: samples::entry_id() }).unwrap();
        assert_eq!((page.item.entry.source.kind.as_str(), page.item.sealed.unwrap().sequence), ("commerce.payment", 1));
        assert_eq!(page.account_names[&samples::literal("311")].as_str(), "Bank");
        assert!(page.actions.is_empty());
    }

    #[test]
    fn x11_only_who_may_take_an_entry_back_is_offered_it() {
        let query = GetEntry { entry_id: samples::entry_id() };
        assert_eq!(world(MANUAL).ask(&query).unwrap().actions, ["ledger.reverse-entry"]);
        let lead = Context { actor: person("lead", Role::TeamLead), ..context() };
        assert!(world(MANUAL).ask_as(&query, &lead).unwrap().body.actions.is_empty());
        assert_eq!(World::default().ask(&query).unwrap_err(), EntryRefusal::NotFound);
    }
}
