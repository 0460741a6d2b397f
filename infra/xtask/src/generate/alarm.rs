//! Alarms. One alarm looks at up to ten functions or queues by metric math: an alarm each
//! would take a third of a stack's resources, and whoever is called looks at the logs of
//! the group anyway, where the function's name stands.

use serde_json::{Value, json};

use super::stack::{Stack, attribute, reference};

/// Metrics that one alarm takes.
const METRICS_MAX: usize = 10;
/// Seconds of one look.
const PERIOD: u32 = 300;

/// Calls when a function of a kind fails.
pub fn errors(stack: &mut Stack, kind: &str, functions: &[String]) {
    let metrics = functions.iter().map(|id| metric("AWS/Lambda", "Errors", "FunctionName", &reference(id), "Sum"));
    grouped(stack, &format!("{kind}Errors"), &format!("{kind}: a function failed; its log has the cause."), metrics.collect());
}

/// Calls when something lies in a queue of dead letters.
pub fn dead_letters(stack: &mut Stack, name: &str, queues: &[String]) {
    let depth = |id: &String| metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", &attribute(id, "QueueName"), "Maximum");
    let metrics = queues.iter().map(depth).collect();
    grouped(stack, &format!("{name}DeadLetters"), "Dead letters lie unparked: the parking function fails, or nobody parks them.", metrics);
}

/// Calls when one metric passes a threshold.
pub fn single(stack: &mut Stack, id: &str, description: &str, metric: &Value, threshold: u32) {
    let mut properties = common(description, threshold);
    if let (Some(properties), Some(stat)) = (properties.as_object_mut(), metric.as_object()) {
        if let Some(found) = stat.get("Metric").and_then(Value::as_object) {
            properties.extend(found.clone());
        }
        properties.insert("Period".to_owned(), json!(PERIOD));
        properties.insert("Statistic".to_owned(), stat.get("Stat").cloned().unwrap_or_default());
    }
    stack.add(format!("{id}Alarm"), "AWS::CloudWatch::Alarm", properties);
}

/// One metric of one thing.
pub fn metric(namespace: &str, name: &str, dimension: &str, value: &Value, statistic: &str) -> Value {
    json!({
        "Metric": { "Namespace": namespace, "MetricName": name, "Dimensions": [{ "Name": dimension, "Value": value }] },
        "Period": PERIOD,
        "Stat": statistic,
    })
}

fn grouped(stack: &mut Stack, id: &str, description: &str, metrics: Vec<Value>) {
    for (index, group) in metrics.chunks(METRICS_MAX).enumerate() {
        let suffix = if index == 0 { String::new() } else { (index + 1).to_string() };
        let mut queries = vec![json!({ "Id": "any", "Expression": "SUM(METRICS())", "Label": description, "ReturnData": true })];
        let query = |(index, stat): (usize, &Value)| json!({ "Id": format!("m{index}"), "MetricStat": stat, "ReturnData": false });
        queries.extend(group.iter().enumerate().map(query));
        let mut properties = common(description, 0);
        if let Some(properties) = properties.as_object_mut() {
            properties.insert("Metrics".to_owned(), Value::Array(queries));
        }
        stack.add(format!("{id}Alarm{suffix}"), "AWS::CloudWatch::Alarm", properties);
    }
}

fn common(description: &str, threshold: u32) -> Value {
    json!({
        "AlarmDescription": description,
        "AlarmActions": [reference("AlarmTopic")],
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 1,
        "Threshold": threshold,
        "TreatMissingData": "notBreaching",
    })
}
