import Synchronization

/// What C holds by a number that looks like a pointer: it is never followed and never given twice, so that one that
/// was closed, or made up, is found out.
final class Handles<Value: Sendable>: Sendable {
    private struct State {
        var next: UInt = 1
        var values: [UInt: Value] = [:]
    }

    private let state = Mutex(State())

    func open(_ value: Value) -> OpaquePointer? {
        let number = state.withLock { state in
            defer { state.next += 1 }
            state.values[state.next] = value
            return state.next
        }
        // An odd number is the address of nothing.
        return unsafe OpaquePointer(bitPattern: number << 1 | 1)
    }

    func value(of handle: OpaquePointer?) -> Value? {
        let number = unsafe number(of: handle)
        return state.withLock { state in number.flatMap { state.values[$0] } }
    }

    func close(_ handle: OpaquePointer?) -> Value? {
        let number = unsafe number(of: handle)
        return state.withLock { state in number.flatMap { state.values.removeValue(forKey: $0) } }
    }

    private func number(of handle: OpaquePointer?) -> UInt? {
        let bits = UInt(bitPattern: handle)
        return bits & 1 == 1 ? bits >> 1 : nil
    }
}
