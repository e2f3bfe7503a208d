import CommandLineFront
import FIDO2
import HardwareKeys
import KeyAttestation
import KeyEnrollment
import LicenseBinding
import SystemThreads
import USBBus
import VerdictText

extension KeysEnroll {
    /// Lets the key make a credential, with all that a person has to do for it.
    func enroll(
        _ key: HardwareKey, for root: PublisherRoot, excluding excluded: [KeyCredential]
    ) async throws -> Enrollment {
        let enroller = KeyEnroller(key, in: SitePorts.current)
        let wantsPIN = await SystemThread.run {
            Result { () throws(FIDO2Error) in try enroller.wantsPIN() }
        }
        let pin = try wantsPIN.get() ? askPIN(of: key) : nil
        guard let nonce = Nonce(CommandContext.current.random(Nonce.count)) else {
            preconditionFailure("as many bytes as were asked for")
        }
        Console.note("Touch the key \(key.name) at \(key.device.port) when it blinks.")
        let result = await SystemThread.run {
            Result { () throws(KeyEnroller.Failure) in
                try enroller.enroll(
                    for: root.key.thumbprint, nonce: nonce, excluding: excluded, pin: pin)
            }
        }
        do throws(KeyEnroller.Failure) {
            return try result.get()
        } catch .key(.excluded) {
            throw refuse(key, "it is enrolled already, and one stick cannot be two keys")
        } catch .key(.pin(.required)) where pin == nil {
            throw CommandFailure("the key wants a PIN to be set first, with its maker's program")
        } catch .key(let error) {
            throw error
        } catch .selfTest(let error) {
            guard error != .gone, error != .busy, error != .silent else { throw error }
            throw refuse(
                key,
                "it cannot prove itself without a touch, as a license's key has to: \(error.text)")
        }
    }

    private func askPIN(of key: HardwareKey) throws -> String {
        let pin = CommandContext.current.secret("PIN of \(key.name.printable): ")
        guard let pin else {
            throw CommandFailure("the key wants its PIN, which is asked for at a terminal only")
        }
        return pin
    }
}
