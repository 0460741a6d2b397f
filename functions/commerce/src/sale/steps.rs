//! The steps that carry a sale through contract, obligation, fact, invoice and payment.
//!
//! What a step says is made of what a sale never forgets and never changes for the same key:
//! who ordered (the first news of it), the terms that were fixed, goods at one version of the
//! order, the goods that were handed over, money matched at one version of the order. A step is
//! sent again with every news, and again by a second delivery; said differently under the same
//! key, it would be an error.

use super::{Goods, Placed, Sale, SaleItem, SaleMoney, SaleTerms};
use crate::PartyId;
use crate::contract::draft::DraftContract;
use crate::contract::sign::SignContract;
use crate::contract::terminate::TerminateContract;
use crate::contract::{ContractType, PartyRole, RecognitionPolicy, RoleKind, Terms};
use crate::fact::kind::Commercial;
use crate::fact::line::Batch;
use crate::fact::record::RecordFact;
use crate::fact::supply::SuppliedLine;
use crate::interval::Interval;
use crate::invoice::assess::InvoiceContent;
use crate::invoice::draft::DraftInvoice;
use crate::invoice::issue::IssueInvoice;
use crate::invoice::line::LineWish;
use crate::invoice::post::PostInvoice;
use crate::obligation::cancel::CancelObligation;
use crate::obligation::line::{Article, ObligationLine};
use crate::obligation::undertake::{Promise, UndertakeObligation};
use crate::party::PartyKind;
use crate::party::register::RegisterParty;
use crate::payment::ExternalReference;
use crate::payment::record::{MoneyMethod, RecordPayment};
use crate::payment::reverse::ReversePayment;
use kernel::{Command, Day, Effect, Line, Money, Percentage};

/// One command of the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its wire name.
    pub command: &'static str,
    /// The command, ready to be sent.
    pub effect: Effect,
}

fn step<C: Command>(sale: &Sale, command: &C, purpose: &str) -> Step {
    Step { command: C::SPEC.name, effect: Effect::send(command, format!("{}/{purpose}", sale.id)) }
}

/// What has to be done for the goods, in order; each step rests on the one before. All that a
/// sale has ever needed is named again each time: what was done before is answered from its
/// idempotency key.
pub fn goods(sale: &Sale) -> Vec<Step> {
    let (Some((placed, terms)), Some(goods)) = (carried(sale).filter(|_| sale.is_live()), sale.goods()) else { return Vec::new() };
    let mut steps = vec![
        step(sale, &register(placed, terms), "party"),
        step(sale, &draft(sale, placed, terms), "contract"),
        step(sale, &SignContract { contract_id: sale.contract(), on: placed.on }, "sign"),
    ];
    for version in &sale.superseded {
        let reason = words("The order's goods were revised");
        let cancel = reason.map(|reason| CancelObligation { obligation_id: sale.obligation(*version), reason });
        steps.extend(cancel.map(|cancel| step(sale, &cancel, &format!("cancel-{version}"))));
    }
    let purpose = format!("obligation-{}", goods.version);
    steps.extend(undertaking(sale, placed, terms, &goods).map(|undertake| step(sale, &undertake, &purpose)));
    if let Some((on, goods)) = sale.dispatched_on.zip(sale.handed_over.as_ref()) {
        steps.push(step(sale, &hand_over(sale, placed, terms, goods, on), "hand-over"));
        let invoice = DraftInvoice { invoice_id: Some(sale.invoice()), contract_id: sale.contract(), content: billing(sale, goods) };
        steps.push(step(sale, &invoice, "invoice"));
        let issue = IssueInvoice { invoice_id: sale.invoice(), issue_day: Some(on), due_day: None, series: None, number: None };
        steps.push(step(sale, &issue, "issue"));
        steps.push(step(sale, &PostInvoice { invoice_id: sale.invoice(), day: None }, "post"));
    }
    steps
}

/// What has to be done for the money: payments that came, and those that were taken away
/// again. They rest on the contract and not on each other. Money that is matched again after it
/// was taken away is another payment.
pub fn money(sale: &Sale) -> Vec<Step> {
    let Some((placed, terms)) = carried(sale) else { return Vec::new() };
    let mut steps = Vec::new();
    for money in &sale.money {
        steps.extend(received(sale, placed, terms, money).map(|command| step(sale, &command, &format!("received-{}", money.payment))));
        if let Some(reason) = &money.withdrawn {
            let reverse = ReversePayment { payment_id: money.payment, reason: reason.clone(), from_its_day: money.mistaken };
            steps.push(step(sale, &reverse, &format!("unpaid-{}", money.payment)));
        }
    }
    steps
}

/// What has to be done when the order was called off: the contract ends. Money that came stays
/// the buyer's advance.
pub fn cancellation(sale: &Sale) -> Option<Step> {
    let on = sale.cancelled_on?;
    carried(sale)?;
    let reason = words("The order was called off")?;
    Some(step(sale, &TerminateContract { contract_id: sale.contract(), on, reason }, "terminate"))
}

fn carried(sale: &Sale) -> Option<(&Placed, &SaleTerms)> {
    sale.placed.as_ref().zip(sale.terms.as_ref()).filter(|_| sale.confirmed)
}

fn words(text: &str) -> Option<Line> {
    Line::new(text).ok()
}

fn register(placed: &Placed, terms: &SaleTerms) -> RegisterParty {
    RegisterParty {
        party_id: Some(placed.buyer),
        kind: if placed.buyer_is_person { PartyKind::Person } else { PartyKind::LegalEntity },
        name: placed.buyer_name.clone(),
        legal_name: None,
        jurisdiction: terms.jurisdiction,
        identifiers: Vec::new(),
        address: None,
        phone: None,
    }
}

fn draft(sale: &Sale, placed: &Placed, terms: &SaleTerms) -> DraftContract {
    let valid = Interval::since(placed.on);
    let role = |party: PartyId, role| PartyRole { party, role, primary: true, valid };
    DraftContract {
        contract_id: Some(sale.contract()),
        number: placed.number.clone(),
        contract_type: ContractType::SaleOfGoods,
        currency: terms.currency,
        valid,
        roles: vec![role(terms.seller, RoleKind::Seller), role(placed.buyer, RoleKind::Buyer)],
        asset_id: None,
        terms: Terms {
            price_includes_tax: true,
            recognition: RecognitionPolicy::OnShipment,
            payment_days: terms.payment_days,
            small_difference: None,
            third_party_payers: Vec::new(),
            governing_law: terms.jurisdiction,
            regulatory_profile: None,
        },
    }
}

fn undertaking(sale: &Sale, placed: &Placed, terms: &SaleTerms, goods: &Goods) -> Option<UndertakeObligation> {
    let discounts = spread(goods.discount, &goods.items)?;
    let line = |(index, (item, discount)): (usize, (&SaleItem, Money))| {
        Some(ObligationLine {
            n: number(index)?,
            article: Article { code: item.sku.clone(), name: item.name.clone() },
            supply: tax::SupplyKind::Goods,
            tax_code: terms.tax_code.clone(),
            quantity: item.quantity,
            unit: "pcs".parse().ok()?,
            price: item.price,
            discount: Some(discount).filter(|discount| discount.is_positive()),
            stock: None,
        })
    };
    let lines = goods.items.iter().zip(discounts).enumerate().map(line).collect::<Option<Vec<_>>>()?;
    Some(UndertakeObligation {
        obligation_id: Some(sale.obligation(goods.version)),
        contract_id: sale.contract(),
        kind: Promise::Deliver,
        lines,
        due: placed.on,
        tolerance: Percentage::from_hundredths(0),
        annex: None,
    })
}

fn number(index: usize) -> Option<u16> {
    u16::try_from(index).ok()?.checked_add(1)
}

/// The discount of the whole order, shared out by the lines' amounts: whole minor units, what
/// rounding leaves over to the lines with the largest remainders.
fn spread(discount: Money, items: &[SaleItem]) -> Option<Vec<Money>> {
    let amounts = items.iter().map(|item| item.price.times(item.quantity).ok()).collect::<Option<Vec<_>>>()?;
    let weights: Vec<i64> = amounts.iter().map(|amount| amount.minor()).collect();
    discount.share(&weights).ok()
}

fn hand_over(sale: &Sale, placed: &Placed, terms: &SaleTerms, goods: &Goods, on: Day) -> RecordFact {
    let lines = goods.items.iter().enumerate().filter_map(|(index, item)| {
        Some(SuppliedLine {
            obligation_id: sale.obligation(goods.version),
            obligation_line: number(index)?,
            quantity: item.quantity,
            unit_cost: None,
            // Orders know no lots, and goods that leave must be of one: all of them are of the one
            // that stands for none, so that an article has one such row in stock and not one an order.
            batch: Some(Batch { number: crate::rules::unnamed(), expires: None }),
            from: Some(terms.warehouse.clone()),
            to: None,
            extension: std::collections::BTreeMap::new(),
        })
    });
    RecordFact {
        fact_id: Some(sale.fact()),
        contract_id: sale.contract(),
        fact_type: Commercial::GoodsShipment,
        occurred: on,
        period: None,
        regulatory_profile: None,
        document: Some(placed.number.clone()),
        rates: Vec::new(),
        lines: lines.collect(),
    }
}

fn billing(sale: &Sale, goods: &Goods) -> InvoiceContent {
    let wish = |(index, item): (usize, &SaleItem)| Some(LineWish { fact_id: sale.fact(), line: number(index)?, quantity: item.quantity });
    InvoiceContent {
        lines: goods.items.iter().enumerate().filter_map(wish).collect(),
        advance: Vec::new(),
        tax_point: None,
        procedure: None,
        place: tax::PlaceHints::default(),
        rates: Vec::new(),
        budget: None,
        note: None,
    }
}

fn received(sale: &Sale, placed: &Placed, terms: &SaleTerms, money: &SaleMoney) -> Option<RecordPayment> {
    Some(RecordPayment {
        payment_id: Some(money.payment),
        payer: placed.buyer,
        payee: terms.seller,
        amount: money.amount,
        method: MoneyMethod::BankTransfer,
        day: money.on,
        // Of the order, too: money that moves from one order to another may meet the same version there.
        external: Some(ExternalReference {
            system: words("orders")?,
            value: words(&format!("{}/{}/{}", money.source, sale.order, money.version))?,
        }),
        contract_id: Some(sale.contract()),
        account: None,
        purpose: None,
        confirm: true,
        rates: Vec::new(),
    })
}
