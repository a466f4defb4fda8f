//! What a page holds of something remote, and how it moves: pure, without signals or futures.

/// The last value, whether another is on its way, and why the last attempt failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<T, E> {
    value: Option<T>,
    failure: Option<E>,
    is_fetching: bool,
}

impl<T, E> Default for Held<T, E> {
    fn default() -> Self {
        Self { value: None, failure: None, is_fetching: false }
    }
}

impl<T, E> Held<T, E> {
    /// A fetch begins: what is known stays.
    pub fn begin(&mut self) {
        self.is_fetching = true;
    }

    /// It ended. A failure keeps the last value; a value clears the failure.
    pub fn settle(&mut self, result: Result<T, E>) {
        self.is_fetching = false;
        match result {
            Ok(value) => {
                self.value = Some(value);
                self.failure = None;
            }
            Err(failure) => self.failure = Some(failure),
        }
    }

    /// The last value.
    pub const fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The last value, to be changed in place.
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        self.value.as_mut()
    }

    /// Why the last attempt failed.
    pub const fn failure(&self) -> Option<&E> {
        self.failure.as_ref()
    }

    /// A fetch is under way.
    pub const fn is_fetching(&self) -> bool {
        self.is_fetching
    }

    /// Nothing is known yet and nothing has failed: a skeleton belongs here.
    pub const fn is_loading(&self) -> bool {
        self.value.is_none() && self.failure.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::Held;

    #[test]
    fn a_failure_keeps_the_last_value_and_a_value_clears_the_failure() {
        let mut held = Held::<u8, &str>::default();
        assert!(held.is_loading());
        held.begin();
        held.settle(Ok(1));
        held.begin();
        assert_eq!(held.value(), Some(&1), "kept while it is fetched again");
        held.settle(Err("gone"));
        assert_eq!((held.value(), held.failure()), (Some(&1), Some(&"gone")));
        held.settle(Ok(2));
        assert_eq!((held.value(), held.failure()), (Some(&2), None));
    }

    #[test]
    fn a_first_failure_is_not_loading() {
        let mut held = Held::<u8, &str>::default();
        held.begin();
        held.settle(Err("gone"));
        assert!(!held.is_loading() && held.value().is_none());
    }
}
