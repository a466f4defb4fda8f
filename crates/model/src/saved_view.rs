//! A view of a list that somebody named: the address's query string, kept under a name.

/// So a shared view is called among its fleet's tags (docs/adr).
pub const TAG_PREFIX: &str = "io.binnacle.view.";
/// A tag's value has at most so many characters.
const LONGEST: usize = 1_000;

/// A named view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    pub name: String,
    /// A query string without its question mark.
    pub query: String,
}

impl SavedView {
    /// What is kept: the name on a line, the query under it.
    ///
    /// # Errors
    /// A sentence for the field of the name.
    pub fn new(name: &str, query: &str) -> Result<Self, String> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if slug(&name).is_empty() {
            return Err("Give the view a name with a letter or digit.".to_owned());
        }
        if name.chars().count() > 60 {
            return Err("A name has at most 60 characters.".to_owned());
        }
        if name.chars().count() + query.chars().count() + 1 > LONGEST {
            return Err("This view is too long to be kept; use fewer filters or columns.".to_owned());
        }
        Ok(Self { name, query: query.to_owned() })
    }

    /// Reads what [`SavedView::text`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let (name, query) = text.split_once('\n')?;
        (!name.is_empty()).then(|| Self { name: name.to_owned(), query: query.trim().to_owned() })
    }

    /// Name and query, a line each.
    pub fn text(&self) -> String {
        format!("{}\n{}", self.name, self.query)
    }

    /// The key of the tag that shares it: views of one name are one.
    pub fn tag_key(&self) -> String {
        format!("{TAG_PREFIX}{}", slug(&self.name))
    }
}

/// Letters and digits in lower case, hyphens between.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.to_lowercase().chars().take(60) {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_read_back_and_named_once() {
        let view = SavedView::new("  North \n sea: late ", "q=status%3Aoffline").unwrap();
        assert_eq!(view.name, "North sea: late");
        assert_eq!(view.tag_key(), "io.binnacle.view.north-sea-late");
        assert_eq!(SavedView::read(&view.text()), Some(view));
        assert!(SavedView::new(" ?! ", "").is_err() && SavedView::new("x", &"q".repeat(1_000)).is_err());
        assert!(crate::tag_rule::check_key("io.binnacle.view.x", 100).is_ok());
    }
}
