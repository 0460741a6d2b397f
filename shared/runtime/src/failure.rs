//! Why a request got no good answer, and how it is told (RFC 9457).

use kernel::aggregate::Version;
use kernel::{Language, Malformed, Refused};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::fault::Fault;
use crate::ports::{DOCUMENT_BYTES_MAX, InspectError, PageError};

/// Everything that can stand between a request and its answer.
#[derive(Debug)]
pub enum Failure {
    /// 400: the body or a parameter is not what is expected.
    Malformed(Malformed),
    /// 401: no token, or not a valid one.
    Unauthenticated,
    /// 403: the actor's roles do not allow it.
    Forbidden,
    /// 404: no such route.
    NoRoute,
    /// 404: the token's tenant does not exist.
    UnknownTenant,
    /// The business says no.
    Refused(Refused),
    /// 422: the idempotency key was used with another body.
    KeyReused,
    /// 409: a unique value was taken by somebody else in the meantime.
    Taken {
        /// What kind of value.
        scope: String,
    },
    /// 412: `If-Match` names another version than the current one.
    VersionMismatch {
        /// The current version.
        actual: Version,
    },
    /// 428: the command overwrites, and the caller does not say with `If-Match` what was seen.
    VersionWanted,
    /// 413: the body, or a document that the command speaks of, is larger than this many bytes.
    TooLarge {
        /// The limit.
        bytes_max: usize,
    },
    /// 409: others wrote at the same time, again and again; trying later helps.
    Busy,
    /// 502 or 503: an outside system did not answer a lookup.
    Outside(kernel::reaction::OutsideError),
    /// 500 or 503: the machinery failed. Never shown.
    Fault(Fault),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<PageError> for Failure {
    fn from(error: PageError) -> Self {
        match error {
            PageError::BadCursor => Self::Malformed(Malformed::new("cursor", "not a cursor of this list")),
            PageError::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl From<InspectError> for Failure {
    fn from(error: InspectError) -> Self {
        match error {
            InspectError::TooLarge { .. } => Self::TooLarge { bytes_max: usize::try_from(DOCUMENT_BYTES_MAX).unwrap_or(usize::MAX) },
            InspectError::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl From<Malformed> for Failure {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

/// What a problem document says.
struct Problem {
    status: u16,
    code: String,
    title: [&'static str; 3],
    detail: Option<String>,
    retry_after_s: Option<u32>,
}

/// How long a client should wait after a passing failure, in seconds.
const RETRY_AFTER_S: u32 = 2;

impl Failure {
    /// For senders that are Entrepot itself: everything but a refusal is a fault there.
    pub fn into_fault(self) -> Fault {
        match self {
            Self::Fault(fault) => fault,
            Self::Busy => Fault::passing("write after conflicts", "conflicts on every try"),
            Self::Outside(error) => Fault::passing("look up outside", error),
            refused @ (Self::Malformed(_)
            | Self::Unauthenticated
            | Self::Forbidden
            | Self::NoRoute
            | Self::UnknownTenant
            | Self::Refused(_)
            | Self::KeyReused
            | Self::Taken { .. }
            | Self::VersionMismatch { .. }
            | Self::VersionWanted
            | Self::TooLarge { .. }) => Fault::lasting(format!("send a command: {refused:?}")),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.problem(Language::En).status
    }

    /// The stable code.
    pub fn code(&self) -> String {
        self.problem(Language::En).code
    }

    fn problem(&self, language: Language) -> Problem {
        let plain = |status, code: &str, title| Problem { status, code: code.to_owned(), title, detail: None, retry_after_s: None };
        match self {
            Self::Malformed(malformed) => Problem {
                detail: Some(malformed.to_string()),
                ..plain(400, "malformed", ["The request cannot be read.", "Запит не вдалося прочитати.", "Запрос не удалось прочитать."])
            },
            Self::Unauthenticated => plain(401, "unauthenticated", ["Sign in first.", "Спочатку увійдіть.", "Сначала войдите."]),
            Self::Forbidden => {
                plain(403, "forbidden", ["Your role does not allow this.", "Ваша роль цього не дозволяє.", "Ваша роль этого не позволяет."])
            }
            Self::NoRoute => plain(404, "no-route", ["There is nothing here.", "Тут нічого немає.", "Здесь ничего нет."]),
            Self::UnknownTenant => {
                plain(404, "unknown-tenant", ["There is no such tenant.", "Такої компанії немає.", "Такой компании нет."])
            }
            Self::Refused(refused) => Problem {
                detail: Some(refused.texts.in_language(language).to_owned()),
                ..plain(refused.status.http(), refused.code, ["This is not possible.", "Це неможливо.", "Это невозможно."])
            },
            Self::KeyReused => plain(
                422,
                "idempotency-key-reused",
                [
                    "This Idempotency-Key was used for another request.",
                    "Цей Idempotency-Key вже використано для іншого запиту.",
                    "Этот Idempotency-Key уже использован для другого запроса.",
                ],
            ),
            Self::Taken { scope } => Problem {
                detail: Some(scope.clone()),
                ..plain(409, "taken", ["Somebody else has this value.", "Це значення вже зайняте.", "Это значение уже занято."])
            },
            Self::VersionMismatch { actual } => Problem {
                detail: Some(format!("ETag: \"{actual}\"")),
                ..plain(
                    412,
                    "version-mismatch",
                    [
                        "Somebody changed it meanwhile. Reload and look again.",
                        "Хтось уже змінив це. Оновіть сторінку.",
                        "Кто-то уже изменил это. Обновите страницу.",
                    ],
                )
            },
            Self::VersionWanted => plain(
                428,
                "version-wanted",
                [
                    "Say with If-Match which version you saw, so that nobody's work is overwritten.",
                    "Вкажіть у If-Match версію, яку ви бачили, щоб не затерти чужу роботу.",
                    "Укажите в If-Match версию, которую вы видели, чтобы не затереть чужую работу.",
                ],
            ),
            Self::TooLarge { bytes_max } => Problem {
                detail: Some(format!("{bytes_max} bytes at most")),
                ..plain(413, "too-large", ["The request is too large.", "Запит завеликий.", "Запрос слишком большой."])
            },
            Self::Busy => Problem {
                retry_after_s: Some(RETRY_AFTER_S),
                ..plain(
                    409,
                    "busy",
                    [
                        "Others are changing it right now. Try again.",
                        "Це саме зараз змінюють інші. Спробуйте ще раз.",
                        "Это прямо сейчас меняют другие. Попробуйте ещё раз.",
                    ],
                )
            },
            Self::Outside(error) => Problem {
                detail: Some(error.code.clone()),
                retry_after_s: Some(RETRY_AFTER_S),
                ..plain(
                    502,
                    "outside",
                    ["The outside system did not answer.", "Зовнішня система не відповіла.", "Внешняя система не ответила."],
                )
            },
            Self::Fault(fault) => Problem {
                retry_after_s: fault.is_retryable().then_some(RETRY_AFTER_S),
                ..plain(
                    if fault.is_retryable() { 503 } else { 500 },
                    "fault",
                    [
                        "Something broke on our side. It has been recorded.",
                        "У нас щось зламалося. Це записано.",
                        "У нас что-то сломалось. Это записано.",
                    ],
                )
            },
        }
    }

    /// The problem document (RFC 9457), in a language; never with internals.
    pub fn document(&self, language: Language, correlation: Uuid) -> Value {
        let problem = self.problem(language);
        let [en, uk, ru] = problem.title;
        let title = match language {
            Language::En => en,
            Language::Uk => uk,
            Language::Ru => ru,
        };
        let mut document = json!({
            "type": format!("urn:entrepot:problem:{}", problem.code),
            "title": title,
            "status": problem.status,
            "code": problem.code,
            "instance": format!("urn:uuid:{correlation}"),
        });
        if let (Some(detail), Some(object)) = (problem.detail, document.as_object_mut()) {
            object.insert("detail".to_owned(), Value::String(detail));
        }
        if let (Self::Malformed(malformed), Some(object)) = (self, document.as_object_mut()) {
            object.insert("errors".to_owned(), json!([{ "path": malformed.path, "reason": malformed.reason }]));
        }
        document
    }

    /// The `Retry-After` header, in seconds.
    pub fn retry_after_s(&self) -> Option<u32> {
        self.problem(Language::En).retry_after_s
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_cursor_is_the_callers_mistake() {
        let failure = Failure::from(PageError::BadCursor);
        let document = failure.document(Language::En, Uuid::nil());
        assert_eq!((failure.status(), failure.code().as_str()), (400, "malformed"));
        assert_eq!(document["errors"][0]["path"], "cursor");
        let failure = Failure::from(PageError::Fault(Fault::passing("read rows", "throttled")));
        assert_eq!(failure.status(), 503);
    }

    #[test]
    fn a_document_that_is_too_large_is_the_callers_mistake() {
        let failure = Failure::from(InspectError::TooLarge { size_bytes: DOCUMENT_BYTES_MAX + 1 });
        assert_eq!((failure.status(), failure.code().as_str()), (413, "too-large"));
    }
}
