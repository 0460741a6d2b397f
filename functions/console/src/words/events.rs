//! Integrations: messages of outside systems, and the bank statements that are read.

use super::group;

group! {
    /// Messages of outside systems.
    Events {
        title: "Integrations", "Інтеграції", "Интеграции";
        messages: "Messages", "Повідомлення", "Сообщения";
        dead_letters: "Stopped messages", "Зупинені повідомлення", "Остановленные сообщения";
        dead_lead: "These were tried as often as allowed. Remove the cause, then try again, or give up.", "Їх пробували, скільки дозволено. Усуньте причину й повторіть або облиште.", "Их пробовали, сколько разрешено. Устраните причину и повторите или оставьте.";
        kind: "Message", "Повідомлення", "Сообщение";
        error: "Error", "Помилка", "Ошибка";
        attempts: "Attempts", "Спроби", "Попытки";
        next_try: "Next try", "Наступна спроба", "Следующая попытка";
        received: "Received", "Отримано", "Получено";
        raw_code: "code of the system: {}", "код системи: {}", "код системы: {}";
        retry: "Try again", "Повторити", "Повторить";
        give_up: "Give up", "Облишити", "Оставить";
        give_up_reason: "Why nobody tries it any more", "Чому більше не пробуємо", "Почему больше не пробуем";
        empty: "No messages in this state.", "Повідомлень у цьому стані немає.", "Сообщений в этом состоянии нет.";
        empty_do: "That is good: nothing waits for a person here.", "Це добре: тут ніщо не чекає на людину.", "Это хорошо: здесь ничто не ждёт человека.";
        order: "order", "замовлення", "заказ";
        payment: "payment", "платіж", "платёж";
        tracking: "Parcel", "Посилка", "Посылка";
        transaction: "Bank transaction", "Банківська операція", "Банковская операция";
        unreadable: "Unreadable", "Не читається", "Не читается";
    }
}

group! {
    /// Bank statements and parcel tracking.
    Feeds {
        title: "Statements and tracking", "Виписки та відстеження", "Выписки и отслеживание";
        source: "Source", "Джерело", "Источник";
        statement: "Statement of {}", "Виписка {}", "Выписка {}";
        tracking: "Parcels of {}", "Посилки: {}", "Посылки: {}";
        state: "State", "Стан", "Состояние";
        healthy: "Read regularly", "Читається регулярно", "Читается регулярно";
        paused: "Paused: access was refused", "Призупинено: доступ відхилено", "Приостановлено: доступ отклонён";
        paused_do: "Renew the key or token, then read again.", "Оновіть ключ або токен, потім продовжте.", "Обновите ключ или токен, затем продолжите.";
        failing: "Failing, tried again: {}", "Збій, повторюється: {}", "Сбой, повторяется: {}";
        last_read: "Last read", "Останнє читання", "Последнее чтение";
        read_to: "Read up to", "Прочитано до", "Прочитано до";
        resume: "Read again", "Читати знову", "Читать снова";
        empty: "Nothing is read yet.", "Ще нічого не читається.", "Ещё ничего не читается.";
        empty_do: "The first reading appears here by itself once bank or carrier are set up.", "Перше читання з’явиться тут саме, щойно налаштовано банк чи перевізника.", "Первое чтение появится здесь само, как только настроены банк или перевозчик.";
    }
}

group! {
    /// Deliveries inside Entrepot that failed on every try.
    Letters {
        title: "Stopped deliveries", "Зупинені доставки подій", "Остановленные доставки событий";
        lead: "Events inside Entrepot that a function could not take. Deliver again after the cause is removed; discard with a reason.", "Події всередині Entrepot, які функція не змогла прийняти. Доставте знову, коли причину усунуто; або відкиньте з причиною.", "События внутри Entrepot, которые функция не смогла принять. Доставьте снова, когда причина устранена; или отбросьте с причиной.";
        consumer: "Function", "Функція", "Функция";
        event: "Event", "Подія", "Событие";
        parked: "Waiting", "Очікують", "Ожидают";
        redriven: "Delivered again", "Доставлені знову", "Доставлены снова";
        discarded: "Discarded", "Відкинуті", "Отброшены";
        redrive: "Deliver again", "Доставити знову", "Доставить снова";
        discard: "Discard", "Відкинути", "Отбросить";
        empty: "No delivery is stopped.", "Зупинених доставок немає.", "Остановленных доставок нет.";
    }
}
