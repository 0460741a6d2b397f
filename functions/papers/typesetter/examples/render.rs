//! Renders every form in every language into a folder, for looking at while a template is changed:
//! `cargo run -p papers-typesetter --example render -- <folder>`.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use kernel::{Language, Moment};
use papers::PaperId;
use papers::model::{Form, Model};
use papers::outside::Request;
use papers_typesetter::typeset;

const CONTRACT: &str = include_str!("../fixtures/contract.json");
const UKRAINE: &str = include_str!("../fixtures/ukraine.json");
const RUSSIA: &str = include_str!("../fixtures/russia.json");
const DECLARATION: &str = include_str!("../fixtures/declaration.json");
const BELARUS: &str = include_str!("../fixtures/belarus.json");

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("where to?")?;
    for form in Form::ALL {
        let fixture = match form {
            Form::ContractSummary => CONTRACT,
            Form::Invoice | Form::Act | Form::Waybill => UKRAINE,
            Form::TaxInvoice | Form::TransferDocument => RUSSIA,
            Form::ElectronicTaxInvoice => BELARUS,
            Form::CustomsDeclaration => DECLARATION,
        };
        let model: Model = serde_json::from_str(fixture)?;
        for language in Language::ALL {
            render(&folder, *form, *language, &model, "")?;
        }
        let mut long: serde_json::Value = serde_json::from_str(fixture)?;
        let lines = long["lines"].as_array().cloned().unwrap_or_default();
        let numbered = |(n, line): (u32, &serde_json::Value)| {
            let mut line = line.clone();
            line["n"] = n.into();
            line
        };
        long["lines"] = (1..=1_000).zip(lines.iter().cycle()).map(numbered).collect();
        let long: Model = serde_json::from_value(long)?;
        render(&folder, *form, Language::Ru, &long, "-1000")?;
    }
    Ok(())
}

fn render(folder: &str, form: Form, language: Language, model: &Model, suffix: &str) -> Result<(), Box<dyn Error>> {
    let model = Box::new(model.clone());
    let request =
        Request { paper_id: PaperId::derive(&["render"]), requested_at: Moment::from_unix_ms(1_795_253_400_000), form, language, model };
    let started = Instant::now();
    let pdf = typeset(&request)?;
    let name = format!("{}-{}{suffix}.pdf", form.name(), language.code());
    println!("{name}: {} pages, {} kB, {} ms", pdf.pages, pdf.bytes.len() / 1024, started.elapsed().as_millis());
    std::fs::write(Path::new(folder).join(name), pdf.bytes)?;
    Ok(())
}
