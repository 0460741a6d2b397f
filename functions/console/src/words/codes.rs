//! Names of statuses and other codes.

use super::{Words, group};

group! {
    /// One name a code.
    Codes {
        draft: "Draft", "Чернетка", "Черновик";
        new: "New", "Нове", "Новый";
        shipping_created: "Waybill created", "ТТН створено", "ТТН создана";
        shipped: "Shipped", "Відправлено", "Отправлен";
        delivered: "Delivered", "Доставлено", "Доставлен";
        returned: "Returned", "Повернення", "Возврат";
        delivery_failed: "Delivery failed", "Не доставлено", "Не доставлен";
        cancelled: "Cancelled", "Скасовано", "Отменён";
        not_required: "Free of charge", "Без оплати", "Без оплаты";
        unpaid: "Unpaid", "Не оплачено", "Не оплачен";
        partial: "Partly paid", "Частково", "Частично";
        paid: "Paid", "Оплачено", "Оплачен";
        received: "Received", "Отримано", "Получен";
        matched: "Matched", "Зіставлено", "Сопоставлен";
        needs_review: "Needs review", "На розборі", "На разборе";
        rejected: "Rejected", "Відхилено", "Отклонён";
        reversed: "Reversed", "Сторновано", "Сторнирован";
        ship_created: "Waybill created, parcel not handed over", "ТТН створено, посилку не передано", "ТТН создана, посылка не передана";
        ship_in_transit: "On its way", "У дорозі", "В пути";
        ship_failed: "Not delivered", "Не доставлено", "Не доставлено";
        exception_shipped_after_cancel: "Shipped after cancellation", "Відправлено після скасування", "Отправлено после отмены";
        exception_unknown_code: "Unknown code of the carrier", "Невідомий код перевізника", "Неизвестный код перевозчика";
        exception_waybill_gone: "The carrier has no such waybill any more", "ТТН зникла у перевізника", "ТТН исчезла у перевозчика";
        exception_void_moved: "A void waybill is on its way", "Анульована ТТН у дорозі", "Аннулированная ТТН в пути";
        exception_void_refused: "The carrier did not delete the waybill", "Перевізник не видалив ТТН", "Перевозчик не удалил ТТН";
        exception_surplus: "More money than needed", "Надлишок оплати", "Излишек оплаты";
        why_suggested: "One order fits. Confirm it with one click.", "Одне замовлення підходить. Підтвердьте одним натисканням.", "Один заказ подходит. Подтвердите одним нажатием.";
        why_unknown: "No order fits well enough.", "Жодне замовлення не підходить достатньо.", "Ни один заказ не подходит достаточно.";
        why_ambiguous: "Several orders fit about equally.", "Кілька замовлень підходять майже однаково.", "Несколько заказов подходят почти одинаково.";
        why_contradiction: "The purpose names an order, but something contradicts it.", "У призначенні названо замовлення, але щось йому суперечить.", "В назначении назван заказ, но что-то ему противоречит.";
        why_several: "The purpose names several orders; a payment can be matched to one.", "У призначенні кілька замовлень; платіж можна зіставити з одним.", "В назначении несколько заказов; платёж можно сопоставить с одним.";
        why_closed: "The order that is named takes no money: a draft, cancelled, or paid.", "Назване замовлення не приймає грошей: чернетка, скасоване або оплачене.", "Названный заказ не принимает денег: черновик, отменён или оплачен.";
        why_currency: "The payment is in another currency than the orders.", "Валюта платежу відрізняється від валюти замовлень.", "Валюта платежа отличается от валюты заказов.";
        why_duplicate: "Another payment of this day, sum and payer exists: the same money, perhaps.", "Є інший платіж цього дня, суми й платника: можливо, ті самі гроші.", "Есть другой платёж этого дня, суммы и плательщика: возможно, те же деньги.";
        why_manual: "Recorded by hand: another person confirms the order.", "Внесено вручну: замовлення підтверджує інша людина.", "Внесён вручную: заказ подтверждает другой человек.";
        why_unmatched: "Taken away from an order; it waits for another.", "Відв’язано від замовлення; чекає на інше.", "Отвязан от заказа; ждёт другого.";
        class_retry: "passing, tried again by itself", "тимчасова, повторюється сама", "временная, повторяется сама";
        class_permanent: "lasting, a person must act", "стала, потрібна людина", "постоянная, нужен человек";
        class_auth: "access refused, an administrator must act", "доступ відхилено, потрібен адміністратор", "доступ отклонён, нужен администратор";
        class_unknown: "outcome unknown, looked up before the next try", "результат невідомий, перевіряється перед спробою", "результат неизвестен, проверяется перед попыткой";
        state_waiting: "Waiting", "Очікує", "Ожидает";
        state_processed: "Processed", "Оброблено", "Обработано";
        state_failed: "Failed, tried again", "Збій, буде спроба", "Сбой, будет попытка";
        state_dead: "Stopped", "Зупинено", "Остановлено";
        state_given_up: "Given up", "Облишено", "Оставлено";
        activity_call: "Call", "Дзвінок", "Звонок";
        activity_meeting: "Meeting", "Зустріч", "Встреча";
        activity_note: "Note", "Нотатка", "Заметка";
        activity_system: "System", "Система", "Система";
        role_manager: "manager", "менеджер", "менеджер";
        role_team_lead: "team lead", "керівник відділу", "руководитель отдела";
        role_accountant: "accountant", "бухгалтер", "бухгалтер";
        role_approver: "approver", "погоджувач", "согласующий";
        role_declarant: "declarant", "декларант", "декларант";
        role_administrator: "administrator", "адміністратор", "администратор";
        source_privat24: "PrivatBank statement", "Виписка ПриватБанку", "Выписка ПриватБанка";
        source_manual: "Recorded by hand", "Внесено вручну", "Внесён вручную";
        privatbank: "PrivatBank", "ПриватБанк", "ПриватБанк";
        nova_poshta: "Nova Poshta", "Нова Пошта", "Новая Почта";
    }
}

impl Words {
    /// The name of an order's or shipment's status, or of a badge; the code itself where the
    /// console does not know it yet.
    pub(crate) fn name<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.codes;
        match code {
            "DRAFT" => codes.draft,
            "NEW" => codes.new,
            "SHIPPING_CREATED" => codes.shipping_created,
            "SHIPPED" => codes.shipped,
            "DELIVERED" => codes.delivered,
            "RETURNED" => codes.returned,
            "DELIVERY_FAILED" => codes.delivery_failed,
            "CANCELLED" => codes.cancelled,
            "NOT_REQUIRED" => codes.not_required,
            "UNPAID" => codes.unpaid,
            "PARTIAL" => codes.partial,
            "PAID" => codes.paid,
            "RECEIVED" => codes.received,
            "MATCHED" => codes.matched,
            "NEEDS_REVIEW" => codes.needs_review,
            "REJECTED" => codes.rejected,
            "REVERSED" => codes.reversed,
            "CREATED" => codes.ship_created,
            "IN_TRANSIT" => codes.ship_in_transit,
            "FAILED" => codes.ship_failed,
            "nova-poshta" => codes.nova_poshta,
            "privat24" => codes.source_privat24,
            "manual" => codes.source_manual,
            "manager" => codes.role_manager,
            "team-lead" => codes.role_team_lead,
            "accountant" => codes.role_accountant,
            "approver" => codes.role_approver,
            "declarant" => codes.role_declarant,
            "administrator" => codes.role_administrator,
            "CALL" | "call" => codes.activity_call,
            "MEETING" | "meeting" => codes.activity_meeting,
            "NOTE" | "note" => codes.activity_note,
            "SYSTEM" | "system" => codes.activity_system,
            other => other,
        }
    }

    /// The name of an order's exception.
    pub(crate) fn exception<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.codes;
        match code {
            "shipped-after-cancel" => codes.exception_shipped_after_cancel,
            "unknown-carrier-code" => codes.exception_unknown_code,
            "waybill-gone" => codes.exception_waybill_gone,
            "void-waybill-moved" => codes.exception_void_moved,
            "void-refused" => codes.exception_void_refused,
            "surplus" => codes.exception_surplus,
            other => other,
        }
    }

    /// Why a payment needs review.
    pub(crate) fn review_reason<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.codes;
        match code {
            "SUGGESTED" => codes.why_suggested,
            "UNKNOWN" => codes.why_unknown,
            "AMBIGUOUS" => codes.why_ambiguous,
            "CONTRADICTION" => codes.why_contradiction,
            "SEVERAL_NUMBERS" => codes.why_several,
            "ORDER_CLOSED" => codes.why_closed,
            "CURRENCY" => codes.why_currency,
            "DUPLICATE_SUSPECTED" => codes.why_duplicate,
            "MANUAL" => codes.why_manual,
            "UNMATCHED" => codes.why_unmatched,
            other => other,
        }
    }

    /// What an error class means.
    pub(crate) fn error_class<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.codes;
        match code {
            "retry" => codes.class_retry,
            "permanent" => codes.class_permanent,
            "auth" => codes.class_auth,
            "unknown" => codes.class_unknown,
            other => other,
        }
    }

    /// What a message of an outside system is.
    pub(crate) fn message_kind<'a>(&self, code: &'a str) -> &'a str {
        match code {
            "tracking" => self.events.tracking,
            "transaction" => self.events.transaction,
            "unreadable" => self.events.unreadable,
            other => other,
        }
    }

    /// The name of an outside system.
    pub(crate) fn system<'a>(&self, code: &'a str) -> &'a str {
        match code {
            "nova-poshta" => self.codes.nova_poshta,
            "privat24" => self.codes.privatbank,
            other => other,
        }
    }

    /// The state of an integration event.
    pub(crate) fn event_state<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.codes;
        match code {
            "waiting" => codes.state_waiting,
            "processed" => codes.state_processed,
            "failed" => codes.state_failed,
            "dead" => codes.state_dead,
            "given-up" => codes.state_given_up,
            other => other,
        }
    }
}
