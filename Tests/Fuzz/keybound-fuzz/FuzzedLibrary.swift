import CKeybound
import KeyboundC

/// The entry points of the library, with arguments that a program should not pass.
enum FuzzedLibrary {
    /// Opening a session costs a thousand times what refusing one does.
    private nonisolated(unsafe) static var calls = 0

    static func call(_ input: [UInt8]) {
        calls += 1
        let handle = OpaquePointer(
            bitPattern: input.prefix(8).reduce(0 as UInt) { $0 << 8 | UInt($1) })
        var length = 0
        _ = keybound_check(handle)
        _ = keybound_grace_left(handle)
        _ = keybound_on_change(handle, nil, nil)
        _ = keybound_close(handle)
        _ = keybound_verdict_status(handle)
        _ = keybound_verdict_text(handle, &length)
        _ = keybound_verdict_license(handle, nil)
        _ = keybound_verdict_json(handle, &length)
        keybound_verdict_free(handle)
        _ = keybound_status_name(keybound_status(truncatingIfNeeded: input.count))
        open(input)
    }

    private static let root = Array(
        #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","iss":"P"}"#
            .utf8CString)

    private static func open(_ input: [UInt8]) {
        let texts = input.split(separator: 0xff, maxSplits: 3, omittingEmptySubsequences: false)
            .map { $0.map { CChar(bitPattern: $0) } }
        func text(_ index: Int) -> [CChar] { index < texts.count ? texts[index] : [] }
        // Most inputs are refused for their publisher.
        let publisher = calls % 4096 == 0 ? Array(root.dropLast()) : text(1)
        var options = keybound_options()
        options.size = MemoryLayout<keybound_options>.size
        text(0).withUnsafeBufferPointer { product in
            publisher.withUnsafeBufferPointer { publisher in
                text(2).withUnsafeBufferPointer { feature in
                    (options.product, options.product_length) = (product.baseAddress, product.count)
                    (options.publisher, options.publisher_length) =
                        (publisher.baseAddress, publisher.count)
                    if !feature.isEmpty {
                        (options.feature, options.feature_length) =
                            (feature.baseAddress, feature.count)
                    }
                    var session: OpaquePointer?
                    _ = keybound_open(&options, &session)
                    var verdict: OpaquePointer?
                    _ = keybound_verdict_of(session, &verdict)
                    keybound_verdict_free(verdict)
                    _ = keybound_close(session)
                }
            }
        }
    }
}
