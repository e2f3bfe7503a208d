import CFIDO2

/// A FIDO2 key that is open, until it goes out of scope. Nobody should keep one: libfido2 and other
/// programs want it too.
///
/// Every call blocks for as long as the key takes. It stays on one thread, which is not one of
/// Swift's shared pool.
@safe package struct Authenticator: ~Copyable {
    /// How long a key may take for an answer that needs no person.
    package static let patience = Duration.seconds(3)

    let exchange: ReportExchange
    let device: OpaquePointer

    /// Greets the key and asks what it can do.
    /// - Parameter deadline: when the key has to be done with all that it will be asked.
    package static func open(
        on channel: any ReportChannel, until deadline: ContinuousClock.Instant = .now + .seconds(60)
    ) throws(FIDO2Error) -> Authenticator {
        // The setting is one of the thread.
        fido_init(FIDO_DISABLE_U2F_FALLBACK)
        guard let device = unsafe fido_dev_new() else { throw .refused(code: FIDO_ERR_INTERNAL) }
        let exchange = ReportExchange(channel, until: deadline)
        let authenticator = unsafe Authenticator(exchange, device)
        try authenticator.greet()
        return authenticator
    }

    private init(_ exchange: ReportExchange, _ device: OpaquePointer) {
        self.exchange = exchange
        unsafe self.device = device
    }

    private func greet() throws(FIDO2Error) {
        var functions = ReportFunctions.all
        // libfido2 copies them.
        try check(unsafe fido_dev_set_io_functions(device, &functions))
        try allow(Self.patience)
        try check(unsafe fido_dev_open(device, ReportFunctions.path(to: exchange)))
        guard unsafe fido_dev_is_fido2(device) else { throw .predecessor }
    }

    deinit {
        // Closed before the exchange goes, which libfido2 holds by its address.
        unsafe fido_dev_close(device)
        var device: OpaquePointer? = unsafe device
        unsafe fido_dev_free(&device)
    }

    /// How long the next calls may take in all.
    func allow(_ limit: Duration) throws(FIDO2Error) {
        let (seconds, attoseconds) = limit.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        try check(unsafe fido_dev_set_timeout(device, Int32(clamping: milliseconds)))
    }

    func check(_ code: Int32) throws(FIDO2Error) {
        let failure = exchange.failure
        exchange.forgetFailure()
        guard code != FIDO_OK else { return }
        // A key that nobody touched in time would go on to blink, and be busy for others.
        if failure == .untouched { _ = unsafe fido_dev_cancel(device) }
        throw FIDO2Error(code, failure)
    }
}

extension FIDO2Error {
    /// - Parameter failure: what the channel knows of it.
    init(_ code: Int32, _ failure: FIDO2Error?) {
        switch code {
        case FIDO_ERR_TX, FIDO_ERR_RX: self = failure ?? .malformed
        case FIDO_ERR_NO_CREDENTIALS: self = .noCredential
        case FIDO_ERR_TIMEOUT, FIDO_ERR_CHANNEL_BUSY, FIDO_ERR_LOCK_REQUIRED, FIDO_ERR_PROCESSING,
            FIDO_ERR_USER_ACTION_PENDING, FIDO_ERR_OPERATION_PENDING:
            self = .busy
        case FIDO_ERR_PIN_REQUIRED, FIDO_ERR_PIN_NOT_SET: self = .pin(.required)
        case FIDO_ERR_PIN_INVALID, FIDO_ERR_PIN_AUTH_INVALID: self = .pin(.wrong)
        case FIDO_ERR_PIN_BLOCKED, FIDO_ERR_PIN_AUTH_BLOCKED: self = .pin(.blocked)
        case FIDO_ERR_CREDENTIAL_EXCLUDED: self = .excluded
        case FIDO_ERR_ACTION_TIMEOUT, FIDO_ERR_USER_ACTION_TIMEOUT: self = .untouched
        case FIDO_ERR_RX_NOT_CBOR, FIDO_ERR_RX_INVALID_CBOR: self = .malformed
        default: self = failure ?? .refused(code: code)
        }
    }
}
