//! From the SDK's errors to faults.

use std::error::Error;

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use runtime::Fault;

/// The first status of those that say that the server failed, not the request.
const SERVER_ERROR: u16 = 500;

/// Codes that say "later": the request itself is in order.
const PASSING_CODES: &[&str] = &[
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestTimeout",
    "RequestTimeTooSkewed",
    "ServiceUnavailable",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionConflictException",
    "TransactionInProgressException",
];

/// What `what` could not do because of `error`: passing, when the same call may work later.
pub(crate) fn fault<E>(what: impl Into<String>, error: SdkError<E, HttpResponse>) -> Fault
where
    E: Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    let passing = match &error {
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => true,
        SdkError::ServiceError(context) => {
            let code = context.err().code();
            context.raw().status().as_u16() >= SERVER_ERROR || code.is_some_and(|code| PASSING_CODES.contains(&code))
        }
        SdkError::ConstructionFailure(_) | _ => false,
    };
    if passing { Fault::passing(what, error) } else { Fault::lasting(what).because(error) }
}
