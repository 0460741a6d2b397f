//! Notices: who was told what.

use super::group;

group! {
    /// The pages of notices.
    Notices {
        title: "Notices", "Сповіщення", "Уведомления";
        everybodys: "Everybody’s", "Усіх", "Всех";
        own: "Mine", "Мої", "Мои";
        to: "To", "Кому", "Кому";
        message: "Message", "Повідомлення", "Сообщение";
        by: "By", "Яким шляхом", "Каким путём";
        telegram: "Telegram", "Telegram", "Telegram";
        email: "e-mail", "ел. пошта", "эл. почта";
        waiting: "Waits for its time", "Чекає свого часу", "Ждёт своего времени";
        sending: "On its way", "Надсилається", "Отправляется";
        retrying: "Tried again by itself", "Буде повторено", "Будет повторено";
        failed: "Not delivered", "Не доставлено", "Не доставлено";
        sent: "Sent", "Надіслано", "Отправлено";
        merged: "Said by another one", "Об’єднано з іншим", "Объединено с другим";
        retry: "Send again", "Надіслати знову", "Отправить снова";
        empty: "Nobody was told anything yet.", "Сповіщень ще немає.", "Уведомлений ещё нет.";
        empty_do: "They come by themselves: when an order waits for somebody, is decided, or is late.", "Вони з’являються самі: коли замовлення на когось чекає, вирішене або запізнюється.", "Они появляются сами: когда заказ кого-то ждёт, решён или опаздывает.";
    }
}
