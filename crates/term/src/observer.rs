//! Browser observers that stop when they are dropped.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget, MutationObserver, MutationObserverInit, Node, ResizeObserver};

/// Calls back when an element's size changes.
#[derive(Debug)]
pub(crate) struct SizeWatch {
    observer: ResizeObserver,
    _changed: Closure<dyn FnMut(Array)>,
}

impl SizeWatch {
    pub(crate) fn new(element: &Element, mut changed: impl FnMut() + 'static) -> Result<Self, JsValue> {
        let changed = Closure::<dyn FnMut(Array)>::new(move |_| changed());
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref_function())?;
        observer.observe(element);
        Ok(Self { observer, _changed: changed })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back when an attribute of a node changes.
#[derive(Debug)]
pub(crate) struct AttributeWatch {
    observer: MutationObserver,
    _changed: Closure<dyn FnMut(Array)>,
}

impl AttributeWatch {
    pub(crate) fn new(node: &Node, attribute: &str, mut changed: impl FnMut() + 'static) -> Result<Self, JsValue> {
        let changed = Closure::<dyn FnMut(Array)>::new(move |_| changed());
        let observer = MutationObserver::new(changed.as_ref().unchecked_ref_function())?;
        let init = MutationObserverInit::new();
        init.set_attributes(true);
        init.set_attribute_filter(&Array::of1(&attribute.into()));
        observer.observe_with_options(node, &init)?;
        Ok(Self { observer, _changed: changed })
    }
}

impl Drop for AttributeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Listens to an event in the capture phase, before the element's own listeners.
#[derive(Debug)]
pub(crate) struct Listening {
    target: EventTarget,
    event: &'static str,
    heard: Closure<dyn FnMut(Event)>,
}

impl Listening {
    pub(crate) fn new(
        target: EventTarget,
        event: &'static str,
        heard: impl FnMut(Event) + 'static,
    ) -> Result<Self, JsValue> {
        let heard = Closure::<dyn FnMut(Event)>::new(heard);
        target.add_event_listener_with_callback_and_bool(event, heard.as_ref().unchecked_ref_function(), true)?;
        Ok(Self { target, event, heard })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let heard = self.heard.as_ref().unchecked_ref_function();
        // The target is gone with its element at worst; then there is nothing to remove.
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.event, heard, true);
    }
}

/// A closure's value seen as the function it is.
trait AsFunction {
    fn unchecked_ref_function(&self) -> &js_sys::Function;
}

impl AsFunction for JsValue {
    fn unchecked_ref_function(&self) -> &js_sys::Function {
        wasm_bindgen::JsCast::unchecked_ref(self)
    }
}
