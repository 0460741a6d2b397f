//! Lists money that its order did not need.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::payment::PaymentRefusal;
use crate::views::credits::{self, Credit};

/// Lists money that its order did not need, newest first: of everybody, or of one payer.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListCredits {
    /// Only of this payer: a credit's `payer_key`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_key: Option<String>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListCredits {
    fn rows(&self) -> RowQuery {
        let list = self.payer_key.as_deref().map_or_else(credits::all, credits::of_payer);
        list.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListCredits {
    type Answer = ListPage<Credit>;
    type Refusal = PaymentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.list-credits",
        route: Route::get("/credits"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists money that its order did not need; of everybody, or of one payer.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, PaymentRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::{Matched, PaymentEvent};
    use crate::queries::tests::ask;
    use crate::samples::{self, payments, uah};
    use crate::views::credits::CreditsFromPayment;
    use crate::views::tests::rows;

    #[test]
    fn r12_credits_are_listed_by_payer() {
        let surplus = Matched { surplus: uah("499.50"), ..payments::match_of() };
        let history = [vec![payments::received_of("2000.00"), PaymentEvent::Matched(surplus)]];
        let view = rows::<CreditsFromPayment>(samples::payment_id(), &history);
        let of = |payer_key: Option<&str>| {
            let query = ListCredits { payer_key: payer_key.map(str::to_owned), ..ListCredits::default() };
            ask(&query, &view, &[]).unwrap().body.items
        };
        assert_eq!(of(None), of(Some("3123456789")));
        assert_eq!(of(None)[0].surplus, uah("499.50"));
        assert!(of(Some("3123456780")).is_empty());
    }
}
