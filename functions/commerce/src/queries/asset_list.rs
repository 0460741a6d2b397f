//! Lists assets.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Day, Facts, Line, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::asset::{AssetKind, AssetRefusal, AssetRole, Reservation};
use crate::views::asset_list::{self, AssetRow};
use crate::views::search::Typed;
use crate::{AssetId, Interval};

/// Lists assets by name, all or found by words and inventory number, with the roles that were
/// had on a day. Those that are taken on some day of a span may be left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListAssets {
    /// What was typed to find assets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// On which day; today, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Only those that are free from this day on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_from: Option<Day>,
    /// Until this day, not included; for ever, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_until: Option<Day>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// One asset in a list, on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssetListItem {
    /// The asset.
    pub asset_id: AssetId,
    /// Its name.
    pub name: Line,
    /// What kind.
    pub kind: AssetKind,
    /// The number on its plate.
    pub inventory_number: Option<Line>,
    /// The roles that were had on the day.
    pub roles: Vec<AssetRole>,
    /// What takes it on the day.
    pub reserved: Option<Reservation>,
    /// What takes it later, the soonest first.
    pub next: Vec<Reservation>,
    /// Since when it is not used any more.
    pub retired_on: Option<Day>,
}

impl ListAssets {
    fn typed(&self) -> Option<Typed> {
        Typed::read(self.q.as_deref()?)
    }

    fn rows(&self) -> RowQuery {
        let rows = self.typed().map_or_else(asset_list::all, |typed| typed.rows(asset_list::VIEW));
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }

    /// The span that must be free; one that ends before it begins has no end.
    fn free(&self) -> Option<Interval> {
        self.free_from.map(|from| Interval::new(from, self.free_until).unwrap_or(Interval::since(from)))
    }
}

fn is_free(row: &AssetRow, span: Interval) -> bool {
    let used = row.retired_on.is_none_or(|on| span.until().is_some_and(|until| until <= on));
    used && row.reservations.iter().all(|one| !one.valid.overlaps(span))
}

fn item(row: AssetRow, as_of: Day) -> AssetListItem {
    let AssetRow { asset_id, name, kind, inventory_number, mut roles, mut reservations, retired_on } = row;
    roles.retain(|role| role.valid.contains(as_of));
    let reserved = reservations.iter().find(|one| one.valid.contains(as_of)).cloned();
    reservations.retain(|one| one.valid.from() > as_of);
    reservations.sort_by_key(|one| one.valid);
    AssetListItem { asset_id, name, kind, inventory_number, roles, reserved, next: reservations, retired_on }
}

impl Query for ListAssets {
    type Answer = ListPage<AssetListItem>;
    type Refusal = AssetRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-assets",
        route: Route::get("/commerce/assets"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists assets by name or by words, with their roles on a day.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, AssetRefusal> {
        let (as_of, free, typed) = (super::as_of(self.as_of, context), self.free(), self.typed());
        let mut page: ListPage<AssetRow> = ListPage::read(facts.page(&self.rows()));
        page.items.retain(|row| typed.as_ref().is_none_or(|typed| typed.fits(row.texts())));
        page.items.dedup_by(|row, before| row.asset_id == before.asset_id);
        page.items.retain(|row| free.is_none_or(|free| is_free(row, free)));
        let items = page.items.into_iter().map(|row| item(row, as_of)).collect();
        Ok(Answer::of(ListPage { items, next_cursor: page.next_cursor }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::AssetEvent;
    use crate::queries::tests::{World, ask};
    use crate::samples::{assets, day};
    use crate::views::asset_list::AssetListFromAsset;
    use crate::views::tests::rows;

    #[test]
    fn assets_are_listed_as_of_a_day_and_by_what_is_free() {
        let history = [vec![assets::asset_registered(), AssetEvent::RoleAssigned(assets::owner()), assets::reserved()]];
        let world = World::of(rows::<AssetListFromAsset>(assets::asset_id(), &history));
        let list = |query: ListAssets| ask(&query, &world).unwrap().body.items;
        let on = |text| list(ListAssets { as_of: Some(day(text)), ..ListAssets::default() }).remove(0);
        assert_eq!((on("2026-07-01").reserved.is_some(), on("2026-07-01").next.len(), on("2026-07-01").roles.len()), (true, 0, 1));
        assert_eq!((on("2024-07-01").reserved.is_some(), on("2024-07-01").next.len(), on("2024-07-01").roles.len()), (false, 1, 0));
        let free =
            |from, until: Option<&str>| ListAssets { free_from: Some(day(from)), free_until: until.map(day), ..ListAssets::default() };
        assert_eq!(list(free("2026-05-01", Some("2026-06-01"))).len(), 1);
        assert_eq!(list(free("2026-05-01", None)).len(), 0);
        assert_eq!(list(free("2026-09-01", None)).len(), 1);
        let retired = AssetEvent::Retired(crate::asset::Retired { on: day("2026-12-01"), reason: crate::samples::line("Продано") });
        let gone = World::of(rows::<AssetListFromAsset>(assets::asset_id(), &[vec![assets::asset_registered(), retired]]));
        let found = |query: ListAssets| ask(&query, &gone).unwrap().body.items.len();
        assert_eq!((found(free("2026-11-01", Some("2026-12-01"))), found(free("2026-11-01", None))), (1, 0));
        assert_eq!(list(ListAssets { q: Some("комбайн 00417".to_owned()), ..ListAssets::default() }).len(), 1);
        assert_eq!(list(ListAssets { q: Some("трактор".to_owned()), ..ListAssets::default() }).len(), 0);
    }
}
