//! The paths that a file names: in `use`, in code, and inside macros, whose tokens syn leaves unread.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{File, ItemMod, ItemUse, Macro, Path, UseTree};

use super::attributes::only_in_tests;

/// A path as written, and where.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
    /// The name that a `use` binds; none for a path in code.
    pub(crate) binds: Option<String>,
    /// How many inline modules stand around it: each takes one `super`.
    pub(crate) depth: usize,
}

/// Every path of two or more segments in a file, outside its tests.
pub(crate) fn named(file: &File) -> Vec<Named> {
    let mut reader = Reader { found: Vec::new(), depth: 0 };
    reader.visit_file(file);
    reader.found
}

#[derive(Debug)]
struct Reader {
    found: Vec<Named>,
    depth: usize,
}

impl Reader {
    fn push(&mut self, segments: Vec<String>, line: usize) {
        if segments.len() > 1 {
            self.found.push(Named { segments, line, binds: None, depth: self.depth });
        }
    }

    fn tree(&mut self, tree: &UseTree, before: &[String]) {
        match tree {
            UseTree::Path(path) => {
                let mut so_far = before.to_vec();
                so_far.push(path.ident.to_string());
                self.tree(&path.tree, &so_far);
            }
            UseTree::Name(name) => self.leaf(before, &name.ident, &name.ident),
            UseTree::Rename(name) => self.leaf(before, &name.ident, &name.rename),
            UseTree::Glob(glob) => {
                let any = Ident::new("_", glob.star_token.spans[0]);
                self.leaf(before, &any, &any);
            }
            UseTree::Group(group) => {
                for inner in &group.items {
                    self.tree(inner, before);
                }
            }
        }
    }

    /// The end of one branch of a `use`: what it names, and the name it binds (`{self}` binds the one before).
    fn leaf(&mut self, before: &[String], last: &Ident, bound: &Ident) {
        let mut segments = before.to_vec();
        let binds = if bound == "self" { before.last().cloned() } else { Some(bound.to_string()) };
        if last != "self" {
            segments.push(last.to_string());
        }
        self.found.push(Named { segments, line: last.span().start().line, binds, depth: self.depth });
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut line = 0;
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.push(std::mem::take(&mut path), line);
                        line = ident.span().start().line;
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.push(std::mem::take(&mut path), line);
                    colons = 0;
                    self.tokens(group.stream());
                }
                _ => {
                    self.push(std::mem::take(&mut path), line);
                    colons = 0;
                }
            }
        }
        self.push(path, line);
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !only_in_tests(&module.attrs) {
            self.depth += 1;
            visit::visit_item_mod(self, module);
            self.depth -= 1;
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if !only_in_tests(&item.attrs) {
            self.tree(&item.tree, &[]);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let line = path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
        self.push(segments, line);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}
