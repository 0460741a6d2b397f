//! Lists the goods of a declaration.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use kernel::view::PageLimit;

use super::LOOKERS;
use crate::DeclarationId;
use crate::code::{Digits, GoodsNumber};
use crate::declaration::{Declaration, DeclarationRefusal, forms};
use crate::form::{Good, GoodsSummary};

/// Lists the goods of a declaration, as they are read from its form.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListGoods {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Only goods after this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Digits>,
}

/// Some of the goods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GoodsPage {
    /// All of them in short.
    pub summary: GoodsSummary,
    /// In the order of their numbers.
    pub goods: Vec<Good>,
    /// Where to continue; absent on the last page.
    pub next_after: Option<GoodsNumber>,
}

impl Query for ListGoods {
    type Answer = GoodsPage;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.list-goods",
        route: Route::get("/customs/declarations/{declaration_id}/goods"),
        roles: LOOKERS,
        summary: "Lists the goods of a declaration.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let first = Want::aggregate::<Declaration>(self.declaration_id);
        let form = facts.aggregate::<Declaration>(self.declaration_id).and_then(|loaded| loaded.state.form.as_ref());
        std::iter::once(first).chain(form.map(|form| Want::Content { key: form.key() })).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, DeclarationRefusal> {
        let loaded = facts.aggregate::<Declaration>(self.declaration_id).ok_or(DeclarationRefusal::NotFound)?;
        let form = forms::read(&loaded.state, facts)?.unwrap_or_default();
        let rest = form.goods().into_iter().filter(|good| self.after.is_none_or(|after| u32::from(good.number.get()) > after.get()));
        let limit = usize::try_from(PageLimit::or_default(self.limit)).unwrap_or(usize::MAX);
        let mut goods: Vec<Good> = rest.take(limit.saturating_add(1)).collect();
        let more = goods.len() > limit;
        goods.truncate(limit);
        let next_after = goods.last().filter(|_| more).map(|good| good.number);
        Ok(Answer::at(loaded.version, GoodsPage { summary: form.summary(), goods, next_after }))
    }
}
