//! The page a person sees when opening the simulator in a browser.

use serde_json::Value;
use simulator_support::answer::escape;

const HEAD: &str = r#"<!doctype html>
<html lang="uk"><head><meta charset="utf-8"><title>ПриватБанк — симулятор</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.4rem;text-align:left}
td.sum{text-align:right;white-space:nowrap}label{margin-right:1rem}</style>
</head><body>
<h1>ПриватБанк — симулятор</h1>
<p>Тут не справжній банк: «Автоклієнт» на <code>/api/statements/…</code> і вигадана виписка.
Несправності замовляються через <code>POST /_simulator/faults</code>, стан —
<a href="/_simulator/state">/_simulator/state</a>.</p>
<h2>Покупець платить</h2>
<form method="post" action="/_simulator/transactions">
<label>Призначення <input name="purpose" size="40" required></label>
<label>Сума, грн <input name="amount" size="10" inputmode="decimal" required></label>
<label>Платник <input name="payer_name" size="30"></label>
<button>Сплатити</button></form>
"#;

/// Renders the page from the state dump.
pub(crate) fn render(state: &Value) -> String {
    let list = |key: &str, row: fn(&Value) -> String| -> String {
        let rows = state[key].as_array();
        rows.map(|rows| rows.iter().rev().map(row).collect()).unwrap_or_default()
    };
    let accounts = list("accounts", |account| {
        format!("<li>{}: {} {}</li>", text(account, "acc"), text(account, "balance"), text(account, "currency"))
    });
    let rows = list("transactions", row);
    format!(
        "{HEAD}<h2>Рахунки</h2><ul>{accounts}</ul><h2>Виписка</h2>\
         <form method=\"post\" action=\"/_simulator/settle\"><button>Провести все, що в обробці</button></form>\
         <table><tr><th>Дата</th><th>Контрагент</th><th>Призначення</th><th>Сума</th><th>Стан</th></tr>{rows}</table>\
         </body></html>"
    )
}

fn text(value: &Value, key: &str) -> String {
    escape(value[key].as_str().unwrap_or(""))
}

fn row(row: &Value) -> String {
    let sign = if row["TRANTYPE"] == "C" { "+" } else { "−" };
    let state = match row["PR_PR"].as_str() {
        Some("p") => "в обробці",
        Some("t") => "сторновано",
        Some("n") => "відхилено",
        Some(_) | None => "проведено",
    };
    let kind = if row["FL_REAL"] == "i" { ", інформаційна" } else { "" };
    format!(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"sum\">{sign}{} {}</td><td>{state}{kind}</td></tr>",
        text(row, "DATE_TIME_DAT_OD_TIM_P"),
        text(row, "AUT_CNTR_NAM"),
        text(row, "OSND"),
        text(row, "SUM"),
        text(row, "CCY"),
    )
}
