//! Integrations: messages of outside systems, and the bank statements that are read.

use super::group;

group! {
    /// Messages of outside systems.
    Events {
        title: "Integrations", "Інтеграції", "Интеграции";
        messages: "Messages", "Повідомлення", "Сообщения";
        dead_letters: "Stopped messages", "Зупинені повідомлення", "Остановленные сообщения";
        dead_lead: "These were tried as often as allowed. Remove the cause, then try again, or give up.", "Їх пробували, скільки дозволено. Усуньте причину й повторіть або облиште.", "Их пробовали, сколько разрешено. Устраните причину и повторите или оставьте.";
        integration: "System", "Система", "Система";
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
        never: "never", "ніколи", "никогда";
    }
}

group! {
    /// Bank statements.
    Feeds {
        title: "Bank statements", "Банківські виписки", "Банковские выписки";
        account: "Account", "Рахунок", "Счёт";
        state: "State", "Стан", "Состояние";
        healthy: "Read regularly", "Читається регулярно", "Читается регулярно";
        paused: "Paused", "Призупинено", "Приостановлено";
        failing: "Failing, tried again", "Збій, буде спроба", "Сбой, будет попытка";
        last_read: "Last read", "Останнє читання", "Последнее чтение";
        read_to: "Read up to", "Прочитано до", "Прочитано до";
        next_read: "Next reading", "Наступне читання", "Следующее чтение";
        resume: "Read again", "Читати знову", "Читать снова";
        empty: "No account is watched.", "Жоден рахунок не відстежується.", "Ни один счёт не отслеживается.";
        empty_do: "An administrator adds accounts in the settings of PrivatBank.", "Адміністратор додає рахунки в налаштуваннях ПриватБанку.", "Администратор добавляет счета в настройках ПриватБанка.";
    }
}
