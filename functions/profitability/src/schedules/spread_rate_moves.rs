//! Asks for the costs of what is bought in a currency that moved to be calculated again.

use kernel::view::RowQuery;
use kernel::{Command, Context, Currency, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::DUE_MAX;
use crate::price_sheet::RevisionTrigger;
use crate::price_sheet::request_revision::RequestRevision;
use crate::queries::ListPage;
use crate::rate_watch::finish_spreading::FinishSpreading;
use crate::views::price_list::{self, PriceItem};
use crate::views::rate_list::{self, RateItem};

/// Asks for the costs of what is bought in a currency that moved to be calculated again: of that
/// currency only, a hundred a tick, until none is left.
pub struct SpreadRateMoves;

fn bought_in(currency: Currency) -> RowQuery {
    price_list::bought_in(currency).limit(DUE_MAX)
}

fn moving(facts: &Facts) -> Vec<RateItem> {
    ListPage::read(facts.page(&rate_list::spreading())).items
}

impl Schedule for SpreadRateMoves {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "profitability.spread-rate-moves",
        every_seconds: 60,
        sends: &[RequestRevision::SPEC.name, FinishSpreading::SPEC.name],
        calls: &[],
        summary: "Asks for costs in a currency that moved to be calculated again.",
    };

    fn wants(facts: &Facts, _: &Context) -> Vec<Want> {
        let sheets = moving(facts).into_iter().map(|item| Want::Rows(bought_in(item.currency)));
        std::iter::once(Want::Rows(rate_list::spreading())).chain(sheets).collect()
    }

    fn tick(facts: &Facts, _: &Context) -> Vec<Effect> {
        let of_currency = |item: RateItem| {
            let moved_on = item.moved_on.map(|day| day.to_string()).unwrap_or_default();
            let sheets: Vec<PriceItem> = ListPage::read(facts.page(&bought_in(item.currency))).items;
            if sheets.is_empty() {
                let key = format!("spread/{}/{moved_on}", item.currency.code());
                return vec![Effect::send(&FinishSpreading { currency: item.currency }, key)];
            }
            let ask = |sheet: PriceItem| {
                let key = format!("rate/{}/{moved_on}/{}", sheet.price_id, sheet.version);
                Effect::send(&RequestRevision { product: sheet.product, trigger: RevisionTrigger::ExchangeRate }, key)
            };
            sheets.into_iter().map(ask).collect()
        };
        moving(facts).into_iter().flat_map(of_currency).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::price_sheet::{PriceEvent, PriceSheet, Revision};
    use crate::rate_watch::RateWatch;
    use crate::samples::prices::{bought, publish, published};
    use crate::samples::rates::{events, record};
    use crate::views::price_list::PriceListFromPriceSheet;
    use crate::views::rate_list::RateListFromRateWatch;
    use crate::views::tests::rows;

    fn tick(sheet: Vec<PriceEvent>) -> Vec<Effect> {
        let moved = events()[..2].to_vec();
        let world = rows::<RateListFromRateWatch>(RateWatch::id_of(record().currency), &[moved])
            .and(rows::<PriceListFromPriceSheet>(PriceSheet::id_of(&publish().product), &[sheet]));
        let mut facts = Facts::default();
        for _ in 0..2 {
            for want in SpreadRateMoves::wants(&facts, &context()) {
                let Want::Rows(query) = &want else { panic!() };
                facts.put_rows(&want, world.page(query));
            }
        }
        SpreadRateMoves::tick(&facts, &context())
    }

    #[test]
    fn p35_only_what_is_bought_in_that_currency_is_asked_for_and_then_it_is_done() {
        let in_yuan = vec![published(), bought("2026-11-18", "400", "110.00")];
        assert!(matches!(tick(in_yuan.clone()).as_slice(), [Effect::Send { command: "profitability.request-revision", .. }]));
        let done = |sheet| matches!(tick(sheet).as_slice(), [Effect::Send { command: "profitability.finish-spreading", .. }]);
        assert!(done(vec![published()]), "nobody knows that it is bought in yuan");
        let revision = Revision { trigger: RevisionTrigger::ExchangeRate, by: crate::samples::day("2026-11-27") };
        assert!(done([in_yuan, vec![PriceEvent::RevisionDue { revision }]].concat()));
    }
}
