public import CKeybound
import KeyboundLicensing

@c @implementation
public func keybound_verdict_of(
    _ session: OpaquePointer?, _ verdict: UnsafeMutablePointer<OpaquePointer?>?
) -> keybound_status {
    guard let verdict = unsafe verdict else { return .invalidArgument }
    unsafe verdict.pointee = nil
    guard HomeProcess.isHere else { return .forked }
    guard let held = unsafe HeldSession.handles.value(of: session) else { return .invalidHandle }
    let found = HeldVerdict(held.session.verdict)
    unsafe verdict.pointee = HeldVerdict.handles.open(found)
    return found.status
}

@c @implementation
public func keybound_verdict_status(_ verdict: OpaquePointer?) -> keybound_status {
    guard HomeProcess.isHere else { return .forked }
    return unsafe HeldVerdict.handles.value(of: verdict)?.status ?? .invalidHandle
}

@c @implementation
public func keybound_verdict_text(
    _ verdict: OpaquePointer?, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    unsafe words(of: verdict, \.text, length)
}

@c @implementation
public func keybound_verdict_license(
    _ verdict: OpaquePointer?, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    unsafe words(of: verdict, \.license, length)
}

@c @implementation
public func keybound_verdict_json(
    _ verdict: OpaquePointer?, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    unsafe words(of: verdict, \.json, length)
}

@c @implementation
public func keybound_verdict_free(_ verdict: OpaquePointer?) {
    guard HomeProcess.isHere else { return }
    _ = unsafe HeldVerdict.handles.close(verdict)
}

@c @implementation
public func keybound_status_name(_ status: keybound_status) -> UnsafePointer<CChar>? {
    unsafe StatusName.of(status).start
}

@c @implementation
public func keybound_api_version() -> UInt32 { UInt32(KEYBOUND_API_VERSION) }

private let noWords = HeldText("")

private func words(
    of verdict: OpaquePointer?, _ words: KeyPath<HeldVerdict, HeldText>,
    _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    let held = HomeProcess.isHere ? unsafe HeldVerdict.handles.value(of: verdict) : nil
    let text = held?[keyPath: words] ?? noWords
    unsafe length?.pointee = text.count
    return unsafe text.start
}
