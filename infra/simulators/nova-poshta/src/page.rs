//! The page a person sees when opening the simulator in a browser.

use serde_json::Value;
use simulator_support::answer::escape;

const HEAD: &str = r#"<!doctype html>
<html lang="uk"><head><meta charset="utf-8"><title>Нова Пошта — симулятор</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.4rem;text-align:left}</style>
</head><body>
<h1>Нова Пошта — симулятор</h1>
<p>Тут не справжній перевізник: API 2.0 на <code>POST /v2.0/json/</code>, вигадані відділення
і накладні, які рухаються самі або кнопкою. Несправності замовляються через
<code>POST /_simulator/faults</code>, стан — <a href="/_simulator/state">/_simulator/state</a>.</p>
"#;

/// Renders the page from the state dump.
pub(crate) fn render(state: &Value) -> String {
    let rows: String = state["waybills"].as_array().map(|waybills| waybills.iter().rev().map(row).collect()).unwrap_or_default();
    let table = if rows.is_empty() {
        "<p>Накладних ще немає.</p>".to_owned()
    } else {
        format!(
            "<table><tr><th>ЕН</th><th>Номер клієнта</th><th>Опис</th><th>Одержувач</th>\
             <th>Статус</th><th></th></tr>{rows}</table>"
        )
    };
    format!("{HEAD}{table}</body></html>")
}

fn row(waybill: &Value) -> String {
    let text = |key: &str| escape(waybill[key].as_str().unwrap_or(""));
    let number = text("number");
    let moving = waybill["remaining"].as_array().is_some_and(|left| !left.is_empty());
    let button = if moving {
        format!(
            "<form method=\"post\" action=\"/_simulator/waybills/{number}/advance\">\
             <button>Далі</button></form>"
        )
    } else {
        String::new()
    };
    format!(
        "<tr><td>{number}</td><td>{}</td><td>{}</td><td>{}<br>{}</td><td>{} {}</td><td>{button}</td></tr>",
        text("own_reference"),
        text("description"),
        text("recipient_name"),
        text("recipient_phone"),
        waybill["code"],
        text("status"),
    )
}
