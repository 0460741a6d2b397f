//! Forms that become one command of profitability or approvals.

use serde_json::{Map, Value};

use crate::context::Cx;
use crate::format::typed_decimal;
use crate::pages::activity::moment;
use crate::pages::goods::typed_money;
use crate::problem::Problem;

/// What a form holds for one field of a command; nothing when it was left empty.
pub(crate) type Taken = Result<Option<Value>, Problem>;

/// How a field of a form becomes one of the command.
#[derive(Clone, Copy)]
pub(crate) enum Take {
    Text,
    /// A whole number.
    Whole,
    /// A box that was ticked; false when it was not.
    Tick,
    /// `true` or `false`, chosen.
    Choice,
    /// Digits with a decimal sign.
    Decimal,
    /// A percentage, in hundredths.
    Hundredths,
    /// An amount in the form's `currency`.
    Money,
    /// A day and a time in the reader's zone.
    Time,
    /// Several fields of the form.
    Of(fn(&Cx<'_>) -> Taken),
}

/// Fields of form and command.
pub(crate) type Fields = &'static [(&'static str, Take)];

/// A form on the page of one thing.
pub(crate) struct Deed {
    /// The thing's place in its part of the console.
    pub(crate) place: &'static str,
    /// Last part of the form's address.
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    /// The command's route.
    pub(crate) api: &'static str,
    pub(crate) fields: Fields,
    /// The notice afterwards.
    pub(crate) done: &'static str,
    /// The field of the command that names the thing, where the route does not.
    pub(crate) subject: &'static str,
    /// The field of the form that names the thing, where its address does not.
    pub(crate) named_by: &'static str,
}

/// A form that sends a `POST` to a route with the thing's id.
pub(crate) const fn deed(place: &'static str, name: &'static str, api: &'static str, fields: Fields, done: &'static str) -> Deed {
    Deed { place, name, method: "POST", api, fields, done, subject: "", named_by: "" }
}

/// The deed of a form's address.
pub(crate) fn find(deeds: &'static [Deed], place: &str, name: &str) -> Result<&'static Deed, Problem> {
    deeds.iter().find(|deed| deed.place == place && deed.name == name).ok_or_else(Problem::no_page)
}

/// A percentage as typed, `−2,5`, in hundredths; two digits after the sign at most.
pub(crate) fn hundredths(cx: &Cx<'_>, typed: &str, field: &str) -> Result<i64, Problem> {
    let wrong = || Problem::field(field, cx.w.problem.not_a_quantity);
    let text = typed_decimal(typed).replace('−', "-");
    let text = text.trim_end_matches('%');
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || part.len() > 2 || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return Err(wrong());
    }
    let value: i64 = format!("{whole}{part:0<2}").parse().map_err(|_| wrong())?;
    Ok(value.saturating_mul(sign))
}

/// Hundredths as a form shows them: `-2.50`.
pub(crate) fn plain_percent(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100)
}

/// The currency that a form says it is typed in.
pub(crate) fn form_currency(cx: &Cx<'_>) -> kernel::Currency {
    serde_json::from_value(Value::from(cx.form.get("currency"))).unwrap_or(cx.currency)
}

fn taken(cx: &Cx<'_>, name: &str, take: Take) -> Taken {
    let typed = cx.form.get(name);
    if let Take::Of(take) = take {
        return take(cx);
    }
    if let Take::Tick = take {
        return Ok(Some(Value::from(typed == "true")));
    }
    if typed.is_empty() {
        return Ok(None);
    }
    Ok(match take {
        Take::Text | Take::Of(_) | Take::Tick => Some(Value::from(typed)),
        Take::Choice => Some(Value::from(typed == "true")),
        Take::Whole => {
            let whole: u32 = typed.parse().map_err(|_| Problem::field(name, cx.w.problem.not_a_quantity))?;
            Some(Value::from(whole))
        }
        Take::Decimal => Some(Value::from(typed_decimal(typed))),
        Take::Hundredths => Some(Value::from(hundredths(cx, typed, name)?)),
        Take::Money => typed_money(typed, form_currency(cx), name, cx.w)?,
        Take::Time => Some(moment(cx, typed, name)?),
    })
}

impl Deed {
    /// Sends the command of the form.
    pub(crate) async fn perform(&self, cx: &Cx<'_>, id: &str) -> Result<Value, Problem> {
        let mut body = Map::new();
        for (name, take) in self.fields {
            if let Some(value) = taken(cx, name, *take)? {
                body.insert((*name).to_owned(), value);
            }
        }
        if !self.subject.is_empty() {
            body.insert(self.subject.to_owned(), Value::from(id));
        }
        let named = cx.form.get(self.named_by);
        let id = if self.named_by.is_empty() || named.is_empty() { id } else { named };
        cx.send(self.method, self.api, &[id], Value::Object(body)).await
    }
}

#[cfg(test)]
impl Deed {
    /// Checks that the form fills every field that its command must have.
    #[track_caller]
    pub(crate) fn check(&self) {
        let named = Some(self.subject).filter(|subject| !subject.is_empty());
        let sent: Vec<&str> = self.fields.iter().map(|(name, _)| *name).chain(named).collect();
        crate::tests::bodies::fits(self.method, self.api, &sent);
    }
}
