import CKeybound
import KeyboundLicensing

/// What C asks for, read and copied; nothing of it is believed before.
struct OpenOptions {
    /// No text that is meant is longer.
    private static let longestText = 4096
    private static let longestRoot = 65536

    let product: String
    let feature: String?
    let publisher: Publisher
    var settings = LicensingSettings()

    /// Why the options are refused.
    struct Refused: Error {
        let status: keybound_status
    }

    /// - Parameter options: as the program was compiled with it, maybe by a later header.
    init(_ options: UnsafePointer<keybound_options>) throws(Refused) {
        let options = unsafe options.pointee
        guard unsafe options.size >= MemoryLayout<keybound_options>.size else {
            throw Refused(status: .invalidArgument)
        }
        let product = unsafe try Self.text(options.product, options.product_length)
        let root = unsafe try Self.text(
            options.publisher, options.publisher_length, atMost: Self.longestRoot)
        guard let product, let root else { throw Refused(status: .invalidArgument) }
        self.product = product
        feature = unsafe try Self.text(options.feature, options.feature_length)
        settings.stateDirectory = unsafe try Self.text(
            options.state_dir, options.state_dir_length)
        settings.socket = unsafe try Self.text(options.socket, options.socket_length)
        do throws(LicensingError) {
            publisher = try Publisher(root: root)
        } catch {
            throw Refused(status: error.status)
        }
    }

    func opened() async -> Result<LicenseSession, LicensingError> {
        do throws(LicensingError) {
            return .success(
                try await LicenseSession(
                    product: product, feature: feature, publisher: publisher, settings: settings))
        } catch {
            return .failure(error)
        }
    }

    /// - Returns: nothing for `NULL`.
    private static func text(
        _ start: UnsafePointer<CChar>?, _ length: Int, atMost limit: Int = longestText
    ) throws(Refused) -> String? {
        guard let start = unsafe start else { return nil }
        guard 1...limit ~= length else { throw Refused(status: .invalidArgument) }
        let bytes = unsafe UnsafeBufferPointer(start: start, count: length)
        let utf8 = unsafe bytes.map { UInt8(bitPattern: $0) }
        guard !utf8.contains(0), let text = String(validating: utf8, as: UTF8.self) else {
            throw Refused(status: .invalidArgument)
        }
        return text
    }
}
