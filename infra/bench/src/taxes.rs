//! What the taxes of a long invoice cost.

use std::hint::black_box;
use std::time::{Duration, Instant};

use kernel::{Currency, Money, Percentage};
use tax::{CountryCode, LinePrice, PlaceHints, ProductTaxCode, Registration, SupplyKind, SupplyLine, TaxContext, Trader, calculate, rules};

use crate::report::{Section, Table};
use crate::stats::{Sample, grouped, hundredths};
use crate::{Failed, Plan};

/// Lines of an invoice; the last is the most that one has.
const LINES: [u32; 4] = [1, 10, 100, 1_000];
/// Samples of which the median is taken.
const SAMPLES: usize = 15;
/// How long a sample is, so that the clock's own steps do not count.
const SAMPLE: Duration = Duration::from_millis(100);
const SAMPLE_SHORT: Duration = Duration::from_millis(10);

/// Measures the part.
///
/// # Errors
/// When an invoice has no answer.
pub fn measure(plan: Plan) -> Result<Section, Failed> {
    let long = if plan.is_short { SAMPLE_SHORT } else { SAMPLE };
    let mut table = Table::new(&["lines", "µs", "÷ one line", "µs a line"]);
    let mut first = None;
    for lines in LINES {
        let invoice = invoice(lines)?;
        calculate(&invoice, rules()).map_err(|refusal| format!("{refusal:?}"))?;
        let nanos = Sample::of((0..SAMPLES).map(|_| once(&invoice, long))).median().as_nanos();
        let one = *first.get_or_insert(nanos);
        let per_line = hundredths(nanos, u128::from(lines).saturating_mul(1_000));
        table.row([grouped(lines), hundredths(nanos, 1_000u64), hundredths(nanos, one), per_line]);
    }
    Ok(Section {
        name: "tax",
        title: "Taxes of a long invoice",
        text: TEXT.to_owned(),
        tables: vec![(String::new(), table)],
        notes: Vec::new(),
    })
}

/// The mean of as many calculations as fit into a sample.
fn once(invoice: &TaxContext, long: Duration) -> Duration {
    let started = Instant::now();
    let mut done = 0_u32;
    while started.elapsed() < long {
        let _ = black_box(calculate(black_box(invoice), rules()));
        done = done.saturating_add(1);
    }
    started.elapsed().checked_div(done).unwrap_or_default()
}

/// A sale of goods between two Ukrainian payers of VAT, at two rates, with discounts.
fn invoice(lines: u32) -> Result<TaxContext, Failed> {
    let trader = || -> Result<Trader, Failed> {
        let jurisdiction = CountryCode::new("UA")?;
        let registration =
            Registration { jurisdiction: jurisdiction.clone(), regime: "general".parse()?, from: "2020-01-01".parse()?, until: None };
        Ok(Trader { jurisdiction, registrations: vec![registration] })
    };
    let line = |n: u32| -> Result<SupplyLine, Failed> {
        let code = if n.is_multiple_of(3) { "agricultural-14" } else { "standard" };
        let price = Money::from_minor(i64::from(n).saturating_mul(137).saturating_add(1), Currency::UAH);
        let quantity = format!("{}.{:03}", n % 50 + 1, n % 1_000).parse()?;
        let price = LinePrice::Unit { price, quantity, discount: Percentage::from_hundredths(i64::from(n % 7) * 100) };
        Ok(SupplyLine { n, kind: SupplyKind::Goods, code: ProductTaxCode::new(code)?, price })
    };
    Ok(TaxContext {
        tax_point: "2026-11-21".parse()?,
        currency: Currency::UAH,
        seller: trader()?,
        buyer: trader()?,
        price_includes_tax: false,
        procedure: None,
        place: PlaceHints::default(),
        rounding: None,
        verified_only: false,
        lines: (1..=lines).map(line).collect::<Result<_, _>>()?,
    })
}

const TEXT: &str = "\
The tax engine is a pure function: parties, lines and a day go in; treatment, rate, net, tax and gross of every line come out, each with the rule that it rests on. \
Here it calculates a sale of goods between two Ukrainian payers of VAT, at two rates, with quantities of three decimals and discounts. \
Medians of 15 samples of a tenth of a second, in one thread. What matters is that a line costs no more in a long invoice than in a short one.";
