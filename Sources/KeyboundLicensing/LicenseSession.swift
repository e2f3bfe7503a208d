/// One use of a product: finds its license, and stays with it until it is closed.
///
/// The program is convinced by the key: each look brings a random number of its own, and what the daemon answers is
/// verified against the publisher's root that the program carries.
public final class LicenseSession: Sendable {
    private let core: SessionCore

    /// Looks for a license; suspends for as long as the key takes. A license that does not hold is no error: the
    /// ``verdict`` says why, and the session goes on to look for one.
    /// - Parameters:
    ///   - product: the product's ID, as the license has it.
    ///   - feature: a feature that the license must name.
    ///   - publisher: whose licenses are believed.
    public init(
        product: String, feature: String? = nil, publisher: Publisher,
        settings: LicensingSettings = LicensingSettings()
    ) async throws(LicensingError) {
        guard product.isName, feature?.isName ?? true else { throw .invalidName }
        guard settings.agent != nil || settings.socket == nil else { throw .invalidSocket }
        let search = LicenseSearch(
            product: product, feature: feature, publisher: publisher, settings: settings)
        core = await SessionCore(search)
        core.start()
    }

    deinit {
        core.close()
    }

    /// The verdict as it is now. Nothing is asked anew for it: that happens in the background.
    public var verdict: LicenseVerdict { core.verdict }

    /// Every other verdict from now on: the key was pulled, or is back, or the license no longer holds. Each call gives
    /// a stream of its own, which ends with the session.
    public var changes: AsyncStream<LicenseVerdict> { core.changes() }

    /// Ends the session: nothing is asked any more, and its verdict stays what it is until it is too old.
    public func close() {
        core.close()
    }
}

extension String {
    fileprivate var isName: Bool {
        !isEmpty && utf8.count <= 1024 && utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }
}
