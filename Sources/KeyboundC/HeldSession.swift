import CKeybound
import Dispatch
import KeyboundLicensing
import Synchronization

/// A session for as long as C holds it, with what C wants to be told.
final class HeldSession: Sendable {
    static let handles = Handles<HeldSession>()

    let session: LicenseSession
    private let callback = Mutex<Callback?>(nil)
    /// One call after the other, so that nobody is called who was told to be no more.
    private let queue = DispatchQueue(label: "keybound callback")
    private let own = DispatchSpecificKey<Bool>()
    private let work = Mutex<Task<Void, Never>?>(nil)

    init(_ session: LicenseSession) {
        self.session = session
        queue.setSpecific(key: own, value: true)
        let changes = session.changes
        let task = Task { [weak self] in
            for await verdict in changes { self?.tell(verdict.status) }
        }
        work.withLock { $0 = task }
    }

    /// After it no other callback is called any more, but for the one that this is called from.
    func call(_ new: Callback?) {
        callback.withLock { $0 = new }
        // Called from there, it would wait for itself.
        if DispatchQueue.getSpecific(key: own) == nil { queue.sync {} }
    }

    func close() {
        session.close()
        work.withLock { $0?.cancel() }
        call(nil)
    }

    private func tell(_ status: keybound_status) {
        queue.async { self.callback.withLock(\.self)?(status) }
    }
}

/// What C gave to be called, and with what.
@safe
struct Callback: @unchecked Sendable {
    /// Whose it is, and which thread may use it, is C's to know: the header says when it is called.
    private let function: @convention(c) (UnsafeMutableRawPointer?, keybound_status) -> Void
    private let context: UnsafeMutableRawPointer?

    init(
        _ function: @escaping @convention(c) (UnsafeMutableRawPointer?, keybound_status) -> Void,
        _ context: UnsafeMutableRawPointer?
    ) {
        unsafe self.function = function
        unsafe self.context = context
    }

    func callAsFunction(_ status: keybound_status) {
        unsafe function(context, status)
    }
}
