//! What runs by the clock.

use serde_json::json;

use super::function::Function;
use super::stack::{Stack, attribute};

/// Seconds that a run may take: a page of a bank statement after the other.
pub const TIMEOUT: u32 = 120;
/// AWS fires no more often.
const PERIOD_SECONDS_MIN: u32 = 60;
/// Seconds after which a call that could not be made is let go: the next one is due.
const AGE_SECONDS: u32 = 60;

/// Adds a function that runs every so many seconds; returns its logical id.
pub fn add(stack: &mut Stack, mut function: Function, every_seconds: u32) -> String {
    // A run that failed is not repeated: the next one finds the same things due.
    let once = json!({ "MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": AGE_SECONDS });
    function.properties.push(("EventInvokeConfig", once));
    let id = function.add(stack);
    let minutes = every_seconds.max(PERIOD_SECONDS_MIN).div_ceil(PERIOD_SECONDS_MIN);
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    stack.add(
        format!("{id}Schedule"),
        "AWS::Scheduler::Schedule",
        json!({
            "Description": function.summary,
            "ScheduleExpression": format!("rate({minutes} {unit})"),
            "FlexibleTimeWindow": { "Mode": "OFF" },
            "Target": {
                "Arn": attribute(&id, "Arn"),
                "RoleArn": attribute("SchedulerRole", "Arn"),
                "Input": "{}",
                "RetryPolicy": { "MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": AGE_SECONDS },
                "DeadLetterConfig": { "Arn": attribute("SchedulerDeadLetters", "Arn") },
            },
        }),
    );
    id
}

/// Adds what the schedules of a stack share: the role that calls the functions, and the
/// queue of calls that could not be made.
pub fn add_shared(stack: &mut Stack, functions: &[String], context: &str) {
    stack.add(
        "SchedulerDeadLetters",
        "AWS::SQS::Queue",
        json!({
            "QueueName": super::stack::sub(format!("{}{context}-schedules{}", super::names::PREFIX, super::names::DEAD_LETTERS)),
            "MessageRetentionPeriod": 14 * 24 * 60 * 60,
            "SqsManagedSseEnabled": true,
        }),
    );
    let invoked: Vec<_> = functions.iter().map(|id| attribute(id, "Arn")).collect();
    stack.add(
        "SchedulerRole",
        "AWS::IAM::Role",
        json!({
            "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow",
                "Principal": { "Service": "scheduler.amazonaws.com" },
                "Action": "sts:AssumeRole",
                "Condition": { "StringEquals": { "aws:SourceAccount": super::stack::reference("AWS::AccountId") } },
            }] },
            "Policies": [{ "PolicyName": "call", "PolicyDocument": { "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": invoked },
                { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": attribute("SchedulerDeadLetters", "Arn") },
            ] } }],
        }),
    );
}
