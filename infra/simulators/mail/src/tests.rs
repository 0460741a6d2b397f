use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde_json::Value;
use tokio::net::TcpListener;

use super::{LETTERS_MAX, Letter, Simulator};

struct Stand {
    simulator: Simulator,
    base: String,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Stand {
    async fn start() -> Self {
        let simulator = Simulator::new();
        let pages = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", pages.local_addr().unwrap());
        tokio::spawn(simulator.clone().serve(pages));
        let letters = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = letters.local_addr().unwrap().port();
        simulator.receive(letters).unwrap();
        let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1").port(port).build();
        Self { simulator, base, transport }
    }

    async fn send(&self, subject: &str, text: &str) -> bool {
        let letter = Message::builder()
            .from("robot@td.example".parse().unwrap())
            .to("Иванова <ivanova@td.example>".parse().unwrap())
            .subject(subject)
            .message_id(Some("<1@td.example>".to_owned()))
            .body(text.to_owned())
            .unwrap();
        self.transport.send(letter).await.is_ok()
    }

    async fn get(&self, path: &str) -> String {
        reqwest::get(format!("{}{path}", self.base)).await.unwrap().text().await.unwrap()
    }
}

#[tokio::test]
async fn a_letter_is_kept_as_its_recipient_reads_it() {
    let stand = Stand::start().await;
    assert!(stand.get("/").await.contains("Писем ещё нет"));
    assert!(stand.send("Согласуйте заказ ЗК-000431", "Клиент: ООО «Степь».\nСумма: 1.").await);
    let letter = Letter {
        number: 1,
        from: "robot@td.example".to_owned(),
        to: vec!["ivanova@td.example".to_owned()],
        subject: "Согласуйте заказ ЗК-000431".to_owned(),
        text: "Клиент: ООО «Степь».\nСумма: 1.".to_owned(),
        message_id: "1@td.example".to_owned(),
    };
    assert_eq!(stand.simulator.letters(), [letter]);
    let listed: Value = serde_json::from_str(&stand.get("/messages").await).unwrap();
    assert_eq!(listed["messages"][0]["subject"], "Согласуйте заказ ЗК-000431");
}

#[tokio::test]
async fn the_page_shows_texts_as_texts() {
    let stand = Stand::start().await;
    assert!(stand.send("<b>a</b>", "<i>b</i>").await);
    let page = stand.get("/").await;
    assert!(page.contains("&lt;b&gt;a") && page.contains("&lt;i&gt;b") && !page.contains("<b>a"));
}

#[test]
fn the_oldest_letters_are_forgotten() {
    let simulator = Simulator::new();
    for _ in 0..=LETTERS_MAX {
        simulator.keep(Letter::default());
    }
    let letters = simulator.letters();
    assert_eq!((letters.len(), letters[0].number), (LETTERS_MAX, 2));
}
