import ArgumentParser
package import CenterProtocol

extension RegistrationNumber {
    package static func argument(_ text: String) throws -> RegistrationNumber {
        guard let number = RegistrationNumber(text) else {
            throw ValidationError(
                "\(text) is no registration number: it has ten digits, the last of which checks the others"
            )
        }
        return number
    }
}
