//! The matrix against an engine of decision tables (DMN) that knows nothing of this crate.

use approvals::rules::{Dated, Matrix};
use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{FeelNumber, Name};
use dsntk_model_evaluator::ModelEvaluator;

const NAMESPACE: &str = "https://entrepot.invalid/approvals";

/// Every hundredth of a point from -100 to +100, in both.
#[test]
fn p75_the_matrix_agrees_with_an_independent_engine_on_every_hundredth() {
    let model = dsntk_model::parse(include_str!("matrix.dmn")).expect("a readable model");
    let engine = ModelEvaluator::new(&[model]).expect("a valid model");
    let matrix = Matrix::built_in().first().expect("a matrix");
    let mut seen = [0u32; 4];
    for hundredths in -10_000..=10_000i64 {
        let sign = if hundredths < 0 { "-" } else { "" };
        let text = format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100);
        let number: FeelNumber = text.parse().expect("a number");
        let mut input = FeelContext::default();
        input.set_entry(&Name::from("Deviation"), Value::Number(number));
        let answer = engine.evaluate_invocable(NAMESPACE, "Matrix", "Level", &input);
        let Value::String(theirs) = &answer else { panic!("{text}: {answer}") };
        let ours = matrix.level(serde_json::from_value(hundredths.into()).expect("a deviation"));
        assert_eq!(ours.name(), theirs.as_str(), "{text}");
        let place = ["auto", "rbu", "dp", "gd"].iter().position(|level| level == theirs).expect("a level");
        seen[place] += 1;
    }
    assert_eq!(seen, [10_100, 1_401, 1_000, 7_500]);
}
