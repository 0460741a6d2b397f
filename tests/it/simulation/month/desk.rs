//! What somebody does next.

use super::town::Town;

impl Town {
    /// The numbers are shares of a hundred.
    pub fn something(&mut self) {
        match self.dice.below(100) {
            0..=19 => self.new_order(),
            20..=33 => self.change_an_order(),
            34..=36 => self.withdraw(),
            37..=39 => self.cancel(),
            40..=46 => self.answer_a_proposal(),
            47..=52 => self.goods_leave(),
            53..=54 => self.goods_come_back(),
            55..=57 => self.change_a_plan(),
            58..=59 => self.justify(),
            60..=61 => self.emergency(),
            62..=63 => self.look_into_emergencies(),
            64..=66 => self.somebody_is_away(),
            67 => self.posts_change(),
            68..=70 => self.confirm_fallback(),
            _ => self.decide(),
        }
    }
}
