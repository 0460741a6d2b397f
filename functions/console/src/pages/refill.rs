//! A form that was refused keeps what was typed.

use crate::http::Form;

/// What was typed into the one form of a page that was refused.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refill<'a> {
    action: &'a str,
    form: Option<&'a Form>,
}

impl<'a> Refill<'a> {
    /// No form was refused.
    pub(crate) const NONE: Refill<'static> = Refill { action: "", form: None };

    /// This one was.
    pub(crate) const fn of(action: &'a str, form: &'a Form) -> Self {
        Self { action, form: Some(form) }
    }

    /// Whether the form of an action is the one, and so is shown open.
    pub(crate) fn is(&self, action: &str) -> bool {
        self.action == action
    }

    /// What was typed into a field of an action's form.
    pub(crate) fn value(&self, action: &str, field: &str) -> &'a str {
        self.form.filter(|_| self.is(action)).map(|form| form.get(field)).unwrap_or_default()
    }
}
