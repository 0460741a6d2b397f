//! The template, deployed; tenants and secrets, put.

use std::collections::BTreeMap;
use std::process::Command;

use entrepot_aws::keys::TENANTS_PARTITION;
use entrepot_aws::subject_keys::MASTER_SECRET;
use entrepot_aws::table::{PK, SK};
use entrepot_local::demonstration::{Demonstration, margins};
use entrepot_local::personas::{RUSSIAN, UKRAINIAN};
use serde_json::{Value, json};

use super::emulator::Emulator;
use super::outside::{
    ELMA_TOKEN, KONTUR_API_KEY, KONTUR_LOGIN, KONTUR_PASSWORD, MASTER_KEY, NOVA_POSHTA_KEY, Outside, PRIVATBANK_TOKEN, TELEGRAM_TOKEN,
    WEBHOOK_SECRET,
};
use super::tools::Tools;
use super::transcript::Transcript;
use crate::contexts::CATALOGUES;
use crate::programs::succeed;
use crate::{Failed, generate, workspace};

const STACK: &str = "entrepot";
const STAGE: &str = "test";
const ARTEFACTS: &str = "entrepot-artefacts";

/// A deployment.
pub struct Deployment<'a> {
    tools: &'a Tools,
    emulator: &'a Emulator,
    outputs: BTreeMap<String, String>,
}

impl<'a> Deployment<'a> {
    /// Deploys the template and puts what a fresh deployment needs.
    pub fn make(tools: &'a Tools, emulator: &'a Emulator, outside: &Outside, transcript: &Transcript) -> Result<Self, Failed> {
        let mut deployment = Self { tools, emulator, outputs: BTreeMap::new() };
        deployment.lint(transcript)?;
        succeed(deployment.command("aws").args(["s3", "mb", &format!("s3://{ARTEFACTS}")]))?;
        transcript.say("sam deploy");
        deployment.deploy(outside)?;
        deployment.outputs = deployment.read_outputs()?;
        for (name, value) in &deployment.outputs {
            transcript.say(&format!("{name} = {value}"));
        }
        deployment.put_tenants(outside)?;
        deployment.put_secrets()?;
        transcript.say("tenants and secrets are put");
        Ok(deployment)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = self.emulator.command(self.tools, program);
        command.current_dir(workspace::root());
        command
    }

    fn lint(&self, transcript: &Transcript) -> Result<(), Failed> {
        let stacks = generate::stacks(CATALOGUES);
        succeed(self.command("cfn-lint").args(stacks.iter().map(generate::Stack::path)))?;
        transcript.say("cfn-lint finds nothing");
        Ok(())
    }

    fn deploy(&self, outside: &Outside) -> Result<(), Failed> {
        let issuer = &outside.issuer_url;
        let mut sam = self.command("sam");
        sam.args(["deploy", "--template-file", "template.yaml", "--stack-name", STACK, "--s3-bucket", ARTEFACTS]);
        sam.args(["--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", "--no-confirm-changeset", "--no-progressbar"]);
        sam.arg("--parameter-overrides").arg(format!("Stage={STAGE}")).arg(format!("IssuerUrl={issuer}"));
        sam.arg(format!("AuthorizeUrl={issuer}/authorize")).arg(format!("TokenUrl={issuer}/token"));
        succeed(&mut sam).map(|_| ())
    }

    fn read_outputs(&self) -> Result<BTreeMap<String, String>, Failed> {
        let query = ["cloudformation", "describe-stacks", "--stack-name", STACK, "--query", "Stacks[0].Outputs", "--output", "json"];
        let printed = succeed(self.command("aws").args(query))?;
        let outputs: Vec<Value> = serde_json::from_str(&printed).map_err(Failed::to("read the outputs"))?;
        let text = |output: &Value, name: &str| output.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(outputs.iter().map(|output| (text(output, "OutputKey"), text(output, "OutputValue"))).collect())
    }

    /// Where an API answers: its id in the path, because no name server knows its host.
    pub fn api(&self, output: &str) -> Result<String, Failed> {
        let url = self.output(output)?;
        let id = url.strip_prefix("https://").and_then(|host| host.split('.').next());
        let id = id.ok_or_else(|| Failed::new(format!("{output} is {url}")))?;
        Ok(format!("{}/_aws/execute-api/{id}", self.emulator.url))
    }

    /// Where sockets are opened, likewise; the stage is the last part.
    pub fn sockets(&self) -> Result<String, Failed> {
        let url = self.output("PushUrl")?;
        let parts = url.strip_prefix("wss://").and_then(|rest| rest.split_once('/'));
        let parts = parts.and_then(|(host, stage)| Some((host.split('.').next()?, stage)));
        let (id, stage) = parts.ok_or_else(|| Failed::new(format!("PushUrl is {url}")))?;
        Ok(format!("{}/_aws/execute-api/{id}/{stage}", self.emulator.url.replacen("http", "ws", 1)))
    }

    fn output(&self, name: &str) -> Result<&str, Failed> {
        self.outputs.get(name).map(String::as_str).ok_or_else(|| Failed::new(format!("the stack has no output {name}")))
    }

    fn put_tenants(&self, outside: &Outside) -> Result<(), Failed> {
        let own = Demonstration {
            nova_poshta_url: outside.nova_poshta_url.clone(),
            privatbank_url: outside.privatbank_url.clone(),
            elma_url: outside.elma_url.clone(),
            kontur_url: outside.kontur_url.clone(),
            telegram_url: outside.telegram_url.clone(),
            smtp_port: outside.smtp_port,
        };
        let mut russian = own.russian();
        if let Some(approvals) = russian.contexts.get_mut("approvals") {
            approvals["fallback"] = margins::hasty_fallback();
        }
        for (tenant, settings) in [(UKRAINIAN, own.ukrainian()), (RUSSIAN, russian)] {
            let settings = serde_json::to_string(&settings).map_err(Failed::to("write settings"))?;
            let item = json!({ PK: { "S": TENANTS_PARTITION }, SK: { "S": tenant }, "s": { "S": settings } });
            let table = self.output("TableName")?;
            succeed(self.command("aws").args(["dynamodb", "put-item", "--table-name", table, "--item", &item.to_string()]))?;
        }
        Ok(())
    }

    fn put_secrets(&self) -> Result<(), Failed> {
        for (tenant, name, secret) in [
            (UKRAINIAN, "nova-poshta-api-key", NOVA_POSHTA_KEY),
            (UKRAINIAN, "nova-poshta-webhook", WEBHOOK_SECRET),
            (UKRAINIAN, "privat24-token", PRIVATBANK_TOKEN),
            (UKRAINIAN, "privatbank-webhook", WEBHOOK_SECRET),
            (RUSSIAN, "elma-token", ELMA_TOKEN),
            (RUSSIAN, "elma-webhook", WEBHOOK_SECRET),
            (RUSSIAN, "kontur-api-key", KONTUR_API_KEY),
            (RUSSIAN, "kontur-login", KONTUR_LOGIN),
            (RUSSIAN, "kontur-password", KONTUR_PASSWORD),
            (RUSSIAN, "kontur-webhook", WEBHOOK_SECRET),
            (RUSSIAN, MASTER_SECRET, MASTER_KEY),
            (RUSSIAN, "telegram-bot-token", TELEGRAM_TOKEN),
        ] {
            let name = format!("entrepot/{STAGE}/{tenant}/{name}");
            succeed(self.command("aws").args(["secretsmanager", "create-secret", "--name", &name, "--secret-string", secret]))?;
        }
        Ok(())
    }

    /// Runs a function now.
    pub fn invoke(&self, name: &str, payload: &str) -> Result<(), Failed> {
        let function = format!("entrepot-{STAGE}-{}", name.replace('.', "-"));
        let call = ["lambda", "invoke", "--function-name", &function, "--payload", payload, "/dev/stdout"];
        let printed = succeed(self.command("aws").args(call))?;
        if printed.contains("FunctionError") { Err(Failed::new(format!("{name} failed: {printed}"))) } else { Ok(()) }
    }

    /// Puts a message into a queue.
    pub fn send(&self, queue: &str, body: &str) -> Result<(), Failed> {
        let name = format!("entrepot-{STAGE}-{}", queue.replace('.', "-"));
        // The account of the emulator; this tool does not ask it for the address.
        let url = format!("{}/000000000000/{name}", self.emulator.url);
        let endpoint = ["--endpoint-url", &self.emulator.url];
        succeed(self.command("aws").args(endpoint).args(["sqs", "send-message", "--queue-url", &url, "--message-body", body])).map(|_| ())
    }

    /// Whether the table has an item.
    pub fn has_item(&self, partition: &str, sort: &str) -> Result<bool, Failed> {
        let key = json!({ PK: { "S": partition }, SK: { "S": sort } }).to_string();
        let get = ["dynamodb", "get-item", "--table-name", self.output("TableName")?, "--key", &key, "--output", "json"];
        Ok(succeed(self.command("aws").args(get))?.contains("Item"))
    }

    /// Fails when a role lacked a right: a consumer would only try again and again.
    pub fn nobody_was_denied(&self) -> Result<(), Failed> {
        let logs = self.logs();
        let denied: Vec<&str> = logs.lines().filter(|line| line.contains("AccessDenied")).collect();
        if denied.is_empty() { Ok(()) } else { Err(Failed::new(format!("a role lacks a right:\n{}", denied.join("\n")))) }
    }

    /// What the functions logged, and what the emulator complained of.
    pub fn logs(&self) -> String {
        let script = workspace::root().join("infra/emulator/logs.py");
        let functions = succeed(self.command("python").arg(script)).unwrap_or_else(|failed| failed.to_string());
        let emulator = std::fs::read_to_string(&self.emulator.log).unwrap_or_default();
        let complaints: Vec<&str> = emulator.lines().filter(|line| line.contains("WARNING") || line.contains("ERROR")).collect();
        format!("{functions}\n== MiniStack\n{}", complaints.join("\n"))
    }
}
