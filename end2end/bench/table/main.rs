//! A page of nothing but the grid over 100,000 rows, with `window.__grid` to drive it.

mod rows;

use leptos::prelude::*;
use rows::{CPU, ONLINE_AT, Random, word};
use table::cell::Cell;
use table::facet;
use table::filter::parse::parse;
use table::order;
use table::schema::Path;
use table::table::Table;
use table::view::{Asked, View};
use ui::grid::{Column, Grid, Rows, Width};
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen::{JsCast as _, UnwrapThrowExt as _};

const COUNT: u32 = 100_000;
const ROW: u32 = 36;

/// Rows, what is shown of them, and where random numbers come from.
struct State {
    table: Table,
    view: View,
    random: Random,
}

/// A row as the grid holds it.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    id: i64,
    cells: Vec<String>,
}

impl State {
    fn line(&self, at: usize) -> Option<Line> {
        let row = self.view.rows().get(at).copied()?;
        let text = |field| facet::value(&self.table, row, &Path::field(field)).unwrap_or_default();
        Some(Line { id: self.table.id_of(row)?, cells: (0..self.table.schema().fields().len()).map(text).collect() })
    }

    fn ask(&mut self, change: impl FnOnce(&mut Asked, &Table)) {
        let mut asked = self.view.asked().clone();
        change(&mut asked, &self.table);
        self.view.ask(&self.table, asked, 0);
    }

    fn update(&mut self, count: u32) {
        for _ in 0..count {
            let id = i64::from(self.random.below(COUNT));
            let cpu = f64::from(self.random.below(100));
            let is_online = self.random.share() < 0.5;
            self.table.set(id, CPU, Cell::Number(cpu));
            self.table.set(id, ONLINE_AT, Cell::Text(word(is_online)));
        }
        // The other grid moves what changed to its new place; so does this one here.
        self.view.show(&self.table);
    }
}

fn main() {
    let begun = now();
    let mut random = Random::default();
    let table = rows::table(COUNT, &mut random);
    let made = now();
    let mut view = View::default();
    view.ask(&table, Asked::default(), 0);
    let state = RwSignal::new(State { table, view, random });
    offer(state);
    mount_to_body(move || view! { <Page state /> });
    after_frame(move || {
        let ready = js_sys::Object::new();
        put(&ready, "gen", &(made - begun).into());
        put(&ready, "ms", &(now() - made).into());
        put(&window(), "__ready", &ready);
    });
}

#[component]
fn Page(state: RwSignal<State>) -> impl IntoView {
    let count = Memo::new(move |_| state.with(|state| state.view.rows().len()));
    let rows = Rows::new(count, move |at| state.with(|state| state.line(at)));
    let fields = state.with_untracked(|state| state.table.schema().fields().to_vec());
    let column = |(at, field): (usize, table::schema::Field)| {
        Column::text(field.name, field.label, Width::Share(1, 90), move |line: &Line| line.cells[at].clone()).sortable()
    };
    let columns: Vec<Column<Line>> = fields.into_iter().enumerate().map(column).collect();
    view! { <Grid label="Rows" columns rows key=|line: &Line| line.id row_height=ROW /> }
}

/// `window.__grid`, as the other page has it.
fn offer(state: RwSignal<State>) {
    let grid = js_sys::Object::new();
    let with_text = |name: &str, does: Box<dyn Fn(String)>| {
        let does: Closure<dyn Fn(String)> = Closure::wrap(does);
        put(&grid, name, &does.into_js_value());
    };
    with_text(
        "filter",
        Box::new(move |text| {
            state.update(|state| {
                state.ask(|asked, table| asked.filter = parse(&text, table.schema()).unwrap_or_default());
            });
        }),
    );
    with_text(
        "sort",
        Box::new(move |text| {
            state.update(|state| state.ask(|asked, table| asked.order = order::parse(&text, table.schema())));
        }),
    );
    let with_number = |name: &str, does: Box<dyn Fn(u32)>| {
        let does: Closure<dyn Fn(u32)> = Closure::wrap(does);
        put(&grid, name, &does.into_js_value());
    };
    with_number("jump", Box::new(|at| scroll(at * ROW)));
    with_number("update", Box::new(move |count| state.update(|state| state.update(count))));
    let count: Closure<dyn Fn() -> f64> = Closure::new(move || {
        f64::from(u32::try_from(state.with_untracked(|s| s.view.rows().len())).unwrap_or(u32::MAX))
    });
    put(&grid, "count", &count.into_js_value());
    let scroller: Closure<dyn Fn() -> JsValue> = Closure::new(|| scroller().map_or(JsValue::NULL, JsValue::from));
    put(&grid, "scroller", &scroller.into_js_value());
    let bytes: Closure<dyn Fn() -> JsValue> = Closure::new(|| {
        let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
        js_sys::Reflect::get(&memory.buffer(), &"byteLength".into()).unwrap_or(JsValue::NULL)
    });
    put(&grid, "bytes", &bytes.into_js_value());
    put(&window(), "__grid", &grid);
}

fn scroller() -> Option<web_sys::Element> {
    document().query_selector(".grid").ok().flatten()
}

fn scroll(px: u32) {
    if let Some(scroller) = scroller() {
        scroller.set_scroll_top(i32::try_from(px).unwrap_or(i32::MAX));
    }
}

fn put(object: &JsValue, name: &str, value: &JsValue) {
    js_sys::Reflect::set(object, &name.into(), value).unwrap_throw();
}

fn now() -> f64 {
    let clock = js_sys::Reflect::get(&window(), &"performance".into()).unwrap_throw();
    let now = js_sys::Reflect::get(&clock, &"now".into()).unwrap_throw().dyn_into::<js_sys::Function>().unwrap_throw();
    now.call0(&clock).ok().and_then(|now| now.as_f64()).unwrap_or_default()
}

fn after_frame(does: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(does, std::time::Duration::ZERO));
}
