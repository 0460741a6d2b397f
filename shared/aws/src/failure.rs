//! From the SDK's errors to faults.

use std::error::Error;

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::CancellationReason;
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

/// Reasons of a cancelled transaction that say "later".
const PASSING_REASONS: &[&str] = &["ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"];

/// Why a transaction was cancelled, an entry an item; empty when it failed otherwise.
pub(crate) fn reasons(error: &SdkError<TransactWriteItemsError, HttpResponse>) -> &[CancellationReason] {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => cancelled.cancellation_reasons(),
        _ => &[],
    }
}

/// As [`fault`], for a transaction: that it was cancelled says nothing, its reasons do.
pub(crate) fn transaction_fault(what: impl Into<String>, error: SdkError<TransactWriteItemsError, HttpResponse>) -> Fault {
    let codes: Vec<&str> = reasons(&error).iter().filter_map(CancellationReason::code).collect();
    if codes.iter().any(|code| PASSING_REASONS.contains(code)) { Fault::passing(what, error) } else { fault(what, error) }
}

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
