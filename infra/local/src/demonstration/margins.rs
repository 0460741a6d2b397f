//! An estimate of a thousand lines in the Russian tenant, its approvers, and thirty orders at
//! every level of approval.
//!
//! Every price is 100.00 and every quantity 100. The cost of a line follows from the last digit
//! of its number, see [`COSTS`]; the mean of the ten is 75.00, so that the plan is 25.00 %. An
//! order of lines with one last digit at one price has a margin that a head can work out:
//! price less cost, over price.
//!
//! The tenant compares the plan with the *smaller* of the two margins (decision P20), so that
//! nobody can take the good lines first.

use kernel::id::kinds;
use kernel::{Day, Role};
use serde_json::{Value, json};

use super::group::Entered;
use super::id;
use crate::personas::{RUSSIAN, subject};

/// What one piece of a line costs, by the last digit of the line's number.
pub const COSTS: [&str; 10] = ["60.00", "65.00", "70.00", "75.00", "75.00", "75.00", "75.00", "80.00", "85.00", "90.00"];
/// Lines of the estimate.
pub const LINES: u16 = 1_000;
/// What one piece is sold for by the estimate.
pub const PRICE: &str = "100.00";
/// Pieces of each line.
pub const QUANTITY: &str = "100";

/// Two business units: lines below the middle are the mill builders', the others the press makers'.
const UNITS: [&str; 2] = ["Мельницы", "Прессы"];
/// Why an order should pass below the plan.
pub const JUSTIFICATION: &str = "Клиент берёт всю партию сразу и платит вперёд; отказ означает потерю договора на следующий год";

/// An order: the digit says which lines, see [`COSTS`].
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// The last digit of its lines' numbers.
    pub digit: u16,
    /// The number of the first of them, without that digit.
    pub first: u16,
    /// How many lines.
    pub lines: u16,
    /// Pieces of each.
    pub quantity: u32,
    /// Of one piece.
    pub price: &'static str,
}

const fn order(digit: u16, first: u16, lines: u16, quantity: u32, price: &'static str) -> Order {
    Order { digit, first, lines, quantity, price }
}

/// Thirty orders. The first ten pass by themselves, the next ten need the head of a unit, six the
/// commercial director, four the general director.
pub const ORDERS: [Order; 30] = [
    order(0, 0, 1, 10, "100.00"),
    order(1, 0, 1, 10, "100.00"),
    order(2, 0, 2, 10, "100.00"),
    order(0, 2, 1, 15, "100.00"),
    order(1, 2, 3, 5, "100.00"),
    order(3, 0, 1, 10, "99.50"),
    order(4, 0, 1, 10, "99.30"),
    order(5, 0, 1, 20, "99.20"),
    order(6, 0, 2, 10, "99.10"),
    order(3, 2, 1, 12, "99.01"),
    // 1.00 points: the first at which a person decides.
    order(3, 4, 1, 20, "98.68"),
    order(7, 0, 1, 50, "100.00"),
    order(7, 2, 2, 40, "99.00"),
    order(8, 0, 1, 100, "100.00"),
    order(8, 2, 3, 100, "100.00"),
    // Above 500,000.00: the first priority.
    order(7, 10, 60, 100, "100.00"),
    order(8, 10, 12, 100, "100.00"),
    order(8, 30, 2, 25, "99.00"),
    order(9, 0, 1, 10, "100.00"),
    order(9, 2, 11, 100, "100.00"),
    order(9, 20, 1, 10, "98.00"),
    order(9, 21, 1, 20, "97.00"),
    order(9, 22, 12, 100, "96.00"),
    order(9, 40, 1, 40, "94.00"),
    order(9, 41, 1, 40, "92.00"),
    // 25.00 points: the last that the commercial director decides upon.
    order(9, 42, 1, 40, "90.00"),
    order(9, 50, 1, 10, "89.00"),
    order(9, 51, 1, 10, "85.00"),
    order(9, 52, 15, 100, "80.00"),
    order(9, 70, 1, 10, "75.00"),
];

/// Three more, for an outage of the task system: at 5.00, 10.00 and 5.00 points.
pub const LATE: [(usize, Order); 3] =
    [(31, order(7, 80, 1, 10, "100.00")), (32, order(8, 80, 1, 10, "100.00")), (33, order(7, 82, 1, 10, "100.00"))];

/// What each order must show when all thirty are submitted, worked out by hand: deviation from
/// the plan in hundredths of a point, total, shortfall, level.
///
/// What remains of the estimate is then worth 8,806,800.00 and costs 6,498,825.00, a margin of
/// 26.21 %: orders of the good lines are 1.21 points above the plan, whatever their own margin.
/// The others are below it by 25.00 less their own: sixteen points of order 21 are 25.00 less
/// (98.00 − 90.00) / 98.00, which is 16.8367 and so 16.84, and 165.00 of its 980.00.
pub const FIGURES: [(i64, &str, &str, &str); 30] = [
    (-121, "1000.00", "0.00", "auto"),
    (-121, "1000.00", "0.00", "auto"),
    (-121, "2000.00", "0.00", "auto"),
    (-121, "1500.00", "0.00", "auto"),
    (-121, "1500.00", "0.00", "auto"),
    (38, "995.00", "3.75", "auto"),
    (53, "993.00", "5.25", "auto"),
    (60, "1984.00", "12.00", "auto"),
    (68, "1982.00", "13.50", "auto"),
    (75, "1188.12", "8.91", "auto"),
    (100, "1973.60", "19.80", "rbu"),
    (500, "5000.00", "250.00", "rbu"),
    (581, "7920.00", "460.00", "rbu"),
    (1_000, "10000.00", "1000.00", "rbu"),
    (1_000, "30000.00", "3000.00", "rbu"),
    (500, "600000.00", "30000.00", "rbu"),
    (1_000, "120000.00", "12000.00", "rbu"),
    (1_086, "4950.00", "537.50", "rbu"),
    (1_500, "1000.00", "150.00", "rbu"),
    (1_500, "110000.00", "16500.00", "rbu"),
    (1_684, "980.00", "165.00", "dp"),
    (1_778, "1940.00", "345.00", "dp"),
    (1_875, "115200.00", "21600.00", "dp"),
    (2_074, "3760.00", "780.00", "dp"),
    (2_283, "3680.00", "840.00", "dp"),
    (2_500, "3600.00", "900.00", "dp"),
    (2_612, "890.00", "232.50", "gd"),
    (3_088, "850.00", "262.50", "gd"),
    (3_750, "120000.00", "45000.00", "gd"),
    (4_500, "750.00", "337.50", "gd"),
];

/// The product of a line.
pub fn product(line: u16) -> String {
    format!("AGR-{line:04}")
}

impl Order {
    /// The numbers of its lines.
    pub fn line_numbers(self) -> impl Iterator<Item = u16> {
        // Line 10 ends with 0, and there is no line 0.
        let offset = if self.digit == 0 { 10 } else { self.digit };
        (self.first..self.first.saturating_add(self.lines)).map(move |ten| ten.saturating_mul(10).saturating_add(offset))
    }
}

/// The estimate's id.
pub fn estimate() -> String {
    id::<kinds::LocalEstimate>("thousand-lines")
}

/// The id of an order by its place in [`ORDERS`], counted from 1.
pub fn shipment(place: usize) -> String {
    id::<kinds::Shipment>(&format!("margin-{place}"))
}

/// The number of an order.
pub fn number(place: usize) -> String {
    format!("ЗК-2026/{place:03}")
}

fn rub(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "RUB" })
}

fn entered(role: Role, command: &'static str, key: impl Into<String>, body: Value) -> Entered {
    Entered { role, command, key: format!("margins-{}", key.into()), body }
}

/// The tenant's policy: from when, who said so and why.
pub fn profitability_settings() -> Value {
    json!({ "policies": [{
        "from": "2026-01-01", "author": "Финансовый директор",
        "reason": "Сравниваем план с меньшей из двух рентабельностей",
        "policy": { "deviation": "strict" },
    }] })
}

/// Rules under which the circuit to the task system opens, and the fallback mode begins, within
/// seconds: for runs that show an outage without waiting for one.
pub fn hasty_fallback() -> Value {
    json!([{
        "from": "2026-01-01", "source": "Прогон с перебоем связи", "up_to": 500, "confirm_hours": 24, "failures": 5,
        "silence_seconds": 600, "half_open_seconds": 1, "mode_seconds": 2, "answer_seconds": 600, "long_outage_hours": 4,
    }])
}

/// Who decides, with their accounts in the task system.
fn roster() -> Vec<Entered> {
    let posts = [
        ("unit-head", "Руководитель бизнес-единицы", json!({ "post": "rbu", "units": UNITS })),
        ("sales-director", "Директор по розничным продажам", json!({ "post": "drp" })),
        ("commercial-director", "Коммерческий директор", json!({ "post": "dp" })),
        ("general-director", "Генеральный директор", json!({ "post": "gd" })),
        ("finance-director", "Финансовый директор", json!({ "post": "fd" })),
    ];
    let appoint = |(n, (persona, name, post)): (u8, (&str, &str, Value))| {
        let account = format!("0190b6a2-7c11-7a6f-9c83-2f6a0d2f8b{n:02}");
        let body = json!({ "approver": subject(persona, RUSSIAN), "name": name, "post": post, "elma_user": account });
        entered(Role::Administrator, "approvals.appoint-approver", persona, body)
    };
    let mut all: Vec<Entered> = (1..).zip(posts).map(appoint).collect();
    let asked = json!({
        "person": subject("commercial-director", RUSSIAN), "name": "Коммерческий директор", "level": "dp", "from": "2026-01-01",
    });
    all.push(entered(Role::Administrator, "approvals.authorise-person", "asked-in-emergencies", asked));
    all
}

/// The estimate as the accounting system sends it: its costs were calculated on a day.
fn thousand_lines(calculated_on: Day) -> Vec<Entered> {
    let client = id::<kinds::ProfitClient>("agro");
    let note = json!({ "client_id": client, "name": "АО «Заволжский элеватор»", "strategic": false });
    let cost = |line: u16| COSTS.get(usize::from(line % 10)).copied().unwrap_or(PRICE);
    let unit = |line: u16| if line <= LINES / 2 { UNITS[0] } else { UNITS[1] };
    let line = |number: u16| {
        let cost = json!({ "npss": rub(cost(number)), "calculated_on": calculated_on });
        json!({
            "product": product(number), "name": format!("Узел зерноочистки АГР-{number:04}"), "unit": unit(number),
            "quantity": QUANTITY, "price": rub(PRICE), "cost": cost,
        })
    };
    let body = json!({
        "estimate_id": estimate(), "number": "ЛС-2026-1000", "client_id": client, "manager": subject("manager", RUSSIAN),
        "unit": UNITS[0], "from": "2026-01-01", "until": "2028-01-01", "lines": (1..=LINES).map(line).collect::<Vec<_>>(),
    });
    vec![
        entered(Role::TeamLead, "profitability.note-client", "client", note),
        entered(Role::Administrator, "profitability.create-estimate", "estimate", body),
    ]
}

/// Drafts an order by its place in [`ORDERS`].
pub fn draft(place: usize, order: Order) -> Entered {
    let line = |line| json!({ "product": product(line), "quantity": order.quantity.to_string(), "price": rub(order.price) });
    let lines: Vec<Value> = order.line_numbers().map(line).collect();
    let body = json!({ "shipment_id": shipment(place), "number": number(place), "estimate_id": estimate(), "lines": lines });
    entered(Role::Manager, "profitability.create-shipment", format!("order-{place}"), body)
}

/// Submits it.
pub fn submit(place: usize) -> Entered {
    let body = json!({ "shipment_id": shipment(place), "justification": JUSTIFICATION });
    entered(Role::Manager, "profitability.submit-shipment", format!("submit-{place}"), body)
}

/// Who decides, and the estimate.
pub fn founded(calculated_on: Day) -> Vec<Entered> {
    roster().into_iter().chain(thousand_lines(calculated_on)).collect()
}

/// Which of [`ORDERS`] a newcomer finds, counted from 1: some of every level. Each order moves
/// what remains for all others, which are judged again.
const SHOWN: [usize; 12] = [1, 4, 6, 11, 12, 14, 16, 19, 21, 24, 27, 29];

/// What a newcomer finds, in order.
pub fn entered_on(day: Day) -> Vec<Entered> {
    let shown = (1..).zip(ORDERS).filter(|(place, _)| SHOWN.contains(place));
    let orders = shown.flat_map(|(place, order)| [draft(place, order), submit(place)]);
    founded(day).into_iter().chain(orders).collect()
}
