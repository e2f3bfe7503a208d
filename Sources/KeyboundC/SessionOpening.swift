import CKeybound
import KeyboundLicensing

/// Opens a session for C.
enum SessionOpening {
    /// - Parameter change: what differs from the settings of every program, which tests make use of.
    static func open(
        _ options: UnsafePointer<keybound_options>,
        _ session: UnsafeMutablePointer<OpaquePointer?>,
        _ change: (inout LicensingSettings) -> Void = { _ in }
    ) -> keybound_status {
        var asked: OpenOptions
        do throws(OpenOptions.Refused) {
            asked = unsafe try OpenOptions(options)
        } catch {
            return error.status
        }
        change(&asked.settings)
        HomeProcess.settle()
        switch Blocking.value({ [asked] in await asked.opened() }) {
        case .failure(let error): return error.status
        case .success(let opened):
            unsafe session.pointee = HeldSession.handles.open(HeldSession(opened))
            return opened.verdict.status
        }
    }
}
