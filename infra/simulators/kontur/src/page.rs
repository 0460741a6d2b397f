//! The page for people: docflows, with what a person does to them in the web pages and customs
//! after that.

use serde_json::Value;
use simulator_support::answer::escape;

pub(crate) fn render(state: &Value) -> String {
    let text = |row: &Value, name: &str| escape(row.get(name).and_then(Value::as_str).unwrap_or_default());
    let row = |docflow: &Value| {
        let id = text(docflow, "id");
        let button = |deed: &str, label: &str| {
            format!("<form method=\"post\" action=\"/_simulator/docflows/{id}/{deed}\"><button>{label}</button></form>")
        };
        let (name, status, number) = (text(docflow, "name"), text(docflow, "statusText"), text(docflow, "gtdNumber"));
        let changed = text(docflow, "changed");
        let buttons = [button("file", "Подписать и отправить"), button("advance", "Следующий шаг таможни")].concat();
        format!("<tr><td>{name}<td>{number}<td>{status}<td>{changed}<td>{buttons}")
    };
    let docflows = state.get("docflows").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let rows: String = docflows.iter().rev().map(row).collect();
    let count = state.get("docflowCount").and_then(Value::as_u64).unwrap_or_default();
    let violations = state.get("violations").and_then(Value::as_u64).unwrap_or_default();
    format!(
        "<!doctype html><html lang=\"ru\"><meta charset=\"utf-8\"><title>Контур.Декларант (симулятор)</title>\
         <style>form{{display:inline}}td,th{{text-align:left;padding:.2em .6em}}</style>\
         <h1>Документообороты</h1><p>Всего {count}. Нарушений описания API: {violations}.\
         <table><tr><th>Название<th>Номер ДТ<th>Состояние<th>Изменен<th>Действия{rows}</table></html>"
    )
}
