public import CKeybound
import KeyboundLicensing

@c @implementation
public func keybound_open(
    _ options: UnsafePointer<keybound_options>?,
    _ session: UnsafeMutablePointer<OpaquePointer?>?
) -> keybound_status {
    guard let session = unsafe session else { return .invalidArgument }
    unsafe session.pointee = nil
    guard let options = unsafe options else { return .invalidArgument }
    guard HomeProcess.isHere else { return .forked }
    return unsafe SessionOpening.open(options, session)
}

@c @implementation
public func keybound_check(_ session: OpaquePointer?) -> keybound_status {
    guard HomeProcess.isHere else { return .forked }
    guard let held = unsafe HeldSession.handles.value(of: session) else { return .invalidHandle }
    return held.session.verdict.status
}

@c @implementation
public func keybound_grace_left(_ session: OpaquePointer?) -> Int64 {
    guard HomeProcess.isHere, let held = unsafe HeldSession.handles.value(of: session) else {
        return -1
    }
    return held.session.verdict.graceLeft?.components.seconds ?? -1
}

@c @implementation
public func keybound_on_change(
    _ session: OpaquePointer?, _ callback: keybound_callback?,
    _ context: UnsafeMutableRawPointer?
) -> keybound_status {
    guard HomeProcess.isHere else { return .forked }
    guard let held = unsafe HeldSession.handles.value(of: session) else { return .invalidHandle }
    unsafe held.call(callback.map { unsafe Callback($0, context) })
    return .accepted
}

@c @implementation
public func keybound_close(_ session: OpaquePointer?) -> keybound_status {
    guard HomeProcess.isHere else { return .forked }
    guard let held = unsafe HeldSession.handles.close(session) else { return .invalidHandle }
    held.close()
    return .accepted
}
