//! Shows one obligation.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::as_of;
use crate::ObligationId;
use crate::obligation::{Obligation, ObligationLine, ObligationRefusal, Standing};
use crate::views::obligation_list::{ObligationItem, item};

/// Shows one obligation with its lines and how far each is fulfilled.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetObligation {
    /// Which obligation.
    pub obligation_id: ObligationId,
}

/// One obligation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ObligationPage {
    /// As a list shows it.
    pub summary: ObligationItem,
    /// Whether its prices include tax; absent for debts and internal ones.
    pub price_includes_tax: Option<bool>,
    /// What is promised.
    pub lines: Vec<PromisedLine>,
    /// What ended it, if something did.
    pub standing: Standing,
}

/// A line, and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PromisedLine {
    /// What is promised.
    pub line: ObligationLine,
    /// What facts have fulfilled.
    #[schemars(with = "String")]
    pub fulfilled: Decimal,
    /// The most that they may, tolerance included.
    #[schemars(with = "String")]
    pub most: Decimal,
}

impl Query for GetObligation {
    type Answer = ObligationPage;
    type Refusal = ObligationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-obligation",
        route: Route::get("/commerce/obligations/{obligation_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one obligation and how far it is fulfilled.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Obligation>(self.obligation_id)]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<ObligationPage>, ObligationRefusal> {
        let loaded = facts.aggregate::<Obligation>(self.obligation_id).ok_or(ObligationRefusal::NotFound)?;
        let obligation = &loaded.state;
        let line = |line: &ObligationLine| PromisedLine {
            line: line.clone(),
            fulfilled: obligation.fulfilled(line.n),
            most: obligation.most(line.quantity).normalize(),
        };
        let lines = obligation.goods().map(|goods| goods.lines.iter().map(line).collect()).unwrap_or_default();
        let page = ObligationPage {
            summary: item(obligation, loaded.version).on(as_of(None, context)),
            price_includes_tax: obligation.goods().map(|goods| goods.price_includes_tax),
            lines,
            standing: obligation.standing.clone(),
        };
        Ok(Answer::at(loaded.version, page))
    }
}
