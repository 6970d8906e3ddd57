# Neuronales Netz: Funktionsapproximation (Uebung 4)
import numpy as np


def main():
    np.random.seed(11)

    # Daten
    anzahl = 80
    eingabe = np.linspace(-3, 3, anzahl).reshape(-1, 1)
    ziel = np.sin(eingabe) + 0.3 * eingabe + 0.05 * np.random.randn(anzahl, 1)

    # Gewichte
    versteckt = 16
    gewichte1 = np.random.randn(1, versteckt)
    schwelle1 = np.random.randn(1, versteckt)
    gewichte2 = np.random.randn(versteckt, 1) * 0.3
    schwelle2 = np.zeros((1, 1))

    lernrate = 0.05
    epochen = 2000

    for epoche in range(1, epochen + 1):
        # vorwaerts
        summe1 = eingabe @ gewichte1 + schwelle1
        aktiv1 = np.tanh(summe1)
        ausgabe = aktiv1 @ gewichte2 + schwelle2
        differenz = ausgabe - ziel
        fehler = 0.5 * np.mean(differenz ** 2)

        # rueckwaerts
        delta2 = differenz / anzahl
        delta1 = (delta2 @ gewichte2.T) * (1 - aktiv1 ** 2)
        grad_gewichte2 = aktiv1.T @ delta2
        grad_schwelle2 = np.sum(delta2, axis=0, keepdims=True)
        grad_gewichte1 = eingabe.T @ delta1
        grad_schwelle1 = np.sum(delta1, keepdims=True)

        # Gradientenabstieg
        gewichte2 -= lernrate * grad_gewichte2
        schwelle2 -= lernrate * grad_schwelle2
        gewichte1 -= lernrate * grad_gewichte1
        schwelle1 -= lernrate * grad_schwelle1

        if epoche % 200 == 0:
            print("Epoche", epoche, "Fehler: %.6f" % fehler)

    print("\n   x      Ziel    Netz")
    for i in range(0, anzahl, 10):
        print("%6.2f  %6.3f  %6.3f" % (eingabe[i, 0], ziel[i, 0], ausgabe[i, 0]))


if __name__ == "__main__":
    main()
