//! What `customs` tells of payments becomes a landed cost of products.
//!
//! The types here are this context's own reading of what `customs` publishes: no more fields
//! than profitability needs. The tax on imported goods is deducted and so no cost: it is not read.

use kernel::{Command, Context, Day, Effect, Heard, Line, Listener, ListenerSpec, Quantity};
use serde::Deserialize;

use crate::price::Price;
use crate::price_sheet::LandedCost;
use crate::price_sheet::record_landed_cost::RecordLandedCost;

/// What pieces are called where goods are counted: by the classifier of units and in words.
const PIECES: &[&str] = &["796", "шт", "шт.", "штука", "штук", "pc", "pcs", "piece"];

/// Records what customs was paid for products.
pub struct RecordLandedCostOnCustoms;

/// An event of a declaration, as profitability reads it.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum DeclarationEvent {
    /// What customs was paid is known by goods.
    #[serde(rename = "evt.customs.declaration.landed-cost-known.v1")]
    LandedCostKnown {
        /// Which declaration.
        declaration_id: Line,
        /// Its number at customs.
        #[serde(default)]
        registration_number: Option<Line>,
        /// The day of release.
        released_on: Day,
        /// Some of its goods.
        lines: Vec<LandedLine>,
    },
}

/// What was paid for one of the goods.
#[derive(Debug, Clone, Deserialize)]
pub struct LandedLine {
    number: u16,
    #[serde(default)]
    article: Option<Line>,
    #[serde(default)]
    quantity: Option<Quantity>,
    #[serde(default)]
    unit: Option<Line>,
    duty: Price,
    fee: Price,
}

impl LandedLine {
    fn pieces(&self) -> Option<Quantity> {
        let unit = self.unit.as_ref()?.as_str().to_lowercase();
        self.quantity.filter(|_| PIECES.contains(&unit.as_str()))
    }
}

impl Listener for RecordLandedCostOnCustoms {
    type Event = DeclarationEvent;
    const SPEC: ListenerSpec = ListenerSpec {
        name: "profitability.record-landed-cost-on-customs",
        on: &["evt.customs.declaration.landed-cost-known.v1"],
        sends: &[RecordLandedCost::SPEC.name],
        summary: "Adds what customs was paid to the price sheets of the goods.",
    };

    fn hear(heard: &Heard<DeclarationEvent>, _: &Context) -> Vec<Effect> {
        let DeclarationEvent::LandedCostKnown { declaration_id, registration_number, released_on, lines } = &heard.event;
        let record = |line: &LandedLine| {
            // Goods without an article belong to no price sheet.
            let product = line.article.clone()?;
            let landed = LandedCost {
                declaration: declaration_id.clone(),
                number: registration_number.clone(),
                goods: line.number,
                on: *released_on,
                pieces: line.pieces(),
                duty: line.duty,
                fee: line.fee,
            };
            Some(Effect::send(&RecordLandedCost { product, landed }, heard.key(&format!("landed/{}", line.number))))
        };
        lines.iter().filter_map(record).collect()
    }
}

#[cfg(test)]
mod tests {
    use kernel::listener::{Sound, listener};
    use serde_json::{Value, json};

    use super::*;

    fn hear(data: Value) -> Result<Vec<Effect>, kernel::Malformed> {
        let sound = Sound {
            id: "decl_1/9/1".to_owned(),
            kind: "evt.customs.declaration.landed-cost-known.v1".to_owned(),
            subject: "decl_8a3e9fca307b8bd38fbc702b04a41652".to_owned(),
            version: 9,
            at: "2026-11-21T10:05:00Z".parse().unwrap(),
            data,
        };
        Ok(listener::<RecordLandedCostOnCustoms>().open(sound, &testkit::context())?.hear())
    }

    fn paid(number: u16, article: Value, quantity: Value, unit: Value) -> Value {
        let money = |amount: &str| json!({ "amount": amount, "currency": "RUB" });
        json!({ "number": number, "article": article, "quantity": quantity, "unit": unit, "duty": money("2000.00"), "fee": money("400.00"), "vat": money("9999.00") })
    }

    fn known(lines: &[Value]) -> Value {
        json!({
            "declaration_id": "decl_8a3e9fca307b8bd38fbc702b04a41652", "registration_number": "10005030/211126/0001234",
            "released_on": "2026-11-21", "lines": lines, "unknown": true,
        })
    }

    #[test]
    fn x14_duty_and_fee_of_each_article_are_recorded_and_the_tax_is_not() {
        let effects =
            hear(known(&[paid(1, "BRG-6204".into(), "400".into(), "796".into()), paid(2, "BRG-6305".into(), "12.5".into(), "166".into())]));
        let bodies: Vec<(RecordLandedCost, String)> = effects
            .unwrap()
            .into_iter()
            .map(|effect| {
                let Effect::Send { command: "profitability.record-landed-cost", body, key } = effect else { panic!("{effect:?}") };
                assert!(!body.to_string().contains("9999"));
                (serde_json::from_value(body).unwrap(), key)
            })
            .collect();
        let [(first, key), (second, _)] = bodies.as_slice() else { panic!("{bodies:?}") };
        assert_eq!((first.product.as_str(), first.landed.goods, key.as_str()), ("BRG-6204", 1, "decl_1/9/1/landed/1"));
        let per_piece = first.landed.per_piece().map(|price| price.money().minor());
        assert_eq!((per_piece, second.landed.pieces), (Some(600), None));
        assert_eq!(first.landed.number.as_ref().map(Line::as_str), Some("10005030/211126/0001234"));
    }

    #[test]
    fn goods_without_article_or_quantity_do_no_harm() {
        let lines = [paid(1, Value::Null, Value::Null, Value::Null), paid(2, "BRG-6204".into(), Value::Null, "шт".into())];
        let mut told = known(&lines);
        told["registration_number"] = Value::Null;
        let effects = hear(told).unwrap();
        let [Effect::Send { body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!((&body["product"], &body["landed"]["pieces"]), (&json!("BRG-6204"), &Value::Null));
        assert_eq!(hear(known(&lines)).unwrap(), hear(known(&lines)).unwrap());
        assert!(hear(known(&[json!({ "number": 1 })])).is_err());
    }

    #[test]
    fn pieces_are_known_by_code_and_by_word() {
        let counted = |unit: &str| {
            let effects = hear(known(&[paid(1, "A".into(), "5".into(), unit.into())])).unwrap();
            let [Effect::Send { body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
            body["landed"]["pieces"].is_string()
        };
        assert!(counted("796") && counted("ШТ") && counted("pcs") && !counted("166") && !counted("КГ"));
    }
}
